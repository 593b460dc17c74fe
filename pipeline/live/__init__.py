"""Live cameras: pictures are measured, judged every few seconds, and results are stored meanwhile."""
