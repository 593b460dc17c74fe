"""Scores from events: days, shifts, weeks, months, and the cost of single clauses over time."""
