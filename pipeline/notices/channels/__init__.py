"""The kinds of channels, one file each."""
