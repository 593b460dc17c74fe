"""Footage without end: rendered clips of which only signals and truth are kept."""
