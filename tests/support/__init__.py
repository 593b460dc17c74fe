"""Builders that tests of several files share."""
