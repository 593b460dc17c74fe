"""Recordings: looked at, judged, kept."""
