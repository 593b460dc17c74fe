"""Seats from day to day: kept, read by the hour, corrected by people."""
