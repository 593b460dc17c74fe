"""What docs/accuracy.md is made of: events on labelled clips, poses and faces on labelled pictures; `make accuracy`."""
