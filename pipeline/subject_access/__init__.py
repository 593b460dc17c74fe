"""The data of one person: export, and erasure of the name."""
