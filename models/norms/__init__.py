"""The norms: what the documents ask, what a hall's profile makes of it, and the numbers it is judged by."""

from models.norms.catalogue import Catalogue, Clause, Document, load_catalogue
from models.norms.files import Figure, Rate
from models.norms.kinds import Kind, Need
from models.norms.labels import label
from models.norms.layers import built_in_names
from models.norms.profile import Charge, ClauseRule, Price, Profile, Scoring, load_profile, with_lines
from models.norms.rows import Difference, differences, places
from models.norms.stored import stored_profile
from models.norms.uploaded import uploaded_profile

__all__ = [
    "Catalogue",
    "Charge",
    "Clause",
    "ClauseRule",
    "Difference",
    "Document",
    "Figure",
    "Kind",
    "Need",
    "Price",
    "Profile",
    "Rate",
    "Scoring",
    "built_in_names",
    "differences",
    "label",
    "load_catalogue",
    "load_profile",
    "places",
    "stored_profile",
    "uploaded_profile",
    "with_lines",
]
