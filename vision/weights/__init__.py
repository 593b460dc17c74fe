"""Model weights: download, conversion, checks."""
