"""Intervals of time: unions of intervals, three-valued states over time, and medians of what was measured."""
