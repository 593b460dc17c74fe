"""Who is where in a picture."""
