"""The cost of our looking beside that of the usual loops, on the same clips in one run."""
