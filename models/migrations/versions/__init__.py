"""One file per change of the tables, named and ordered by number."""
