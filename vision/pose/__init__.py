"""Pose and face models behind one interface."""
