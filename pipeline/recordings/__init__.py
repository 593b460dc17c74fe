"""Recordings: analysed, judged and stored."""
