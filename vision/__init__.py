"""From pixels to signals, without a database, norms or a clock of its own."""
