"""Pixels to signals. Knows no database, no norm and no clock of its own."""
