"""Backups of a data folder with its database, and their restoration."""
