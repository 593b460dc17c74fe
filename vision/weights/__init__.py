"""Model weights: fetched, converted, checked."""
