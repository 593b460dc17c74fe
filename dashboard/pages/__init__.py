"""One file for every page."""
