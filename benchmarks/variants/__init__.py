"""Labelled clips with deliberate changes, an estimate for unknown halls; `make accuracy-variants`."""
