"""What is found held against what is labelled."""
