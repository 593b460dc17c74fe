"""Live cameras: looked at, judged over and over, kept while more comes."""
