"""What cameras saw, kept: signals by camera and day, and where cameras looked."""
