"""Who is on duty where: read from files, checked line by line, turned into duties."""
