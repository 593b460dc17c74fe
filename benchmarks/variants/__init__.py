"""Labelled clips changed on purpose, the nearest thing to halls that nobody has seen; `make accuracy-variants`."""
