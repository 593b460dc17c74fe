"""What is known and kept: site, events, norms, tables, store. Knows no pixels."""
