"""The types that all packages of vision share."""
