"""People in a picture: detection, tracking and assignment to zones."""
