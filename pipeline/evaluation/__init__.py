"""Evaluation: found events and states are compared with labels."""
