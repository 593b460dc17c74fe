"""The measurements behind docs/accuracy.md: events on labelled clips, poses and faces on pictures; `make accuracy`."""
