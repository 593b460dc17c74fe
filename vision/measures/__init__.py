"""Numbers measured on people and desks."""
