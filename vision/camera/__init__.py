"""What a camera shows: health, noise, motion, the view and which zones can be seen."""
