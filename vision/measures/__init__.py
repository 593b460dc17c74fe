"""Measures of people and desks."""
