"""Figures on the time and memory of single parts; run from the root of the project, `make bench-judge`."""
