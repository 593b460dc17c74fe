"""Synthetic Signals that tests and benchmarks share; it imports neither of them, and is not installed."""
