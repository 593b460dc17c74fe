"""Synthetic days of several hours with known truth, judged with the shipped durations; `make long-days`."""
