"""The norms: what the documents ask, what a hall's profile makes of it, and the numbers it is judged by."""

from models.norms.layers import built_in_names
from models.norms.profile import Profile, load_profile

__all__ = ["Profile", "built_in_names", "load_profile"]
