"""The archive: signals by camera and day, and the background picture of each camera."""
