"""Fits what the program measures and learns to generated clips, with whole families of clips left out."""
