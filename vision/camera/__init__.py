"""The state of a camera's pictures: health, noise, motion, the view and the visibility of zones."""
