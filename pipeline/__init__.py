"""Signals to spans to events to scores; recordings, live cameras, clips, evaluation."""
