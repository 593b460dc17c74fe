"""Faces that clips show: `python -m benchmarks.privacy --footage DIR`."""
