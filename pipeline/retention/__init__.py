"""Retention of stored data by class, and the legal holds that it respects."""
