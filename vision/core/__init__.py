"""The types that every room of vision shares."""
