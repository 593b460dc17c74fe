"""Seats from day to day: stored, read by the hour, corrected by people."""
