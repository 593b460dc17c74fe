"""Site, events, norms, tables and store: the data of the product. Nothing here reads pictures."""
