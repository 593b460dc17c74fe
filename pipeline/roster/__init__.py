"""The roster: read from files, checked line by line, turned into duties."""
