"""The nightly run: every day judged whole, scored, reported."""
