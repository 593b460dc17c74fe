"""The types that all packages of vision share."""

from vision.core.boxes import Box, covered, overlaps
from vision.core.corrections import NO_CORRECTIONS, Corrections, Doubt
from vision.core.detections import UNTRACKED, Detections, Ids
from vision.core.errors import UnfitModelError, VisionError
from vision.core.faces import FaceLook
from vision.core.frame import Frame, Gray, Image, Picture
from vision.core.lift import in_space
from vision.core.limits import Basis, limit, origins
from vision.core.objects import PHONES, DetectedObjects, ObjectClasses
from vision.core.people import (
    ANCHORS,
    COCO_JOINTS,
    EARS,
    ELBOWS,
    HIPS,
    KNEES,
    NOSE,
    SHOULDERS,
    WRISTS,
    People,
    Sighting,
)
from vision.core.signal_table import SignalTable
from vision.core.signals import COLUMNS, OPT_IN, LookCounts, Signals
from vision.core.zone_view import ZoneView
from vision.core.zones import CLOSE, LOOSE, STRICT, WIDE, CropMargins, Points, Zone, zone_members

__all__ = [
    "ANCHORS",
    "CLOSE",
    "COCO_JOINTS",
    "COLUMNS",
    "EARS",
    "ELBOWS",
    "HIPS",
    "KNEES",
    "LOOSE",
    "NOSE",
    "NO_CORRECTIONS",
    "OPT_IN",
    "PHONES",
    "SHOULDERS",
    "STRICT",
    "UNTRACKED",
    "WIDE",
    "WRISTS",
    "Basis",
    "Box",
    "Corrections",
    "CropMargins",
    "DetectedObjects",
    "Detections",
    "Doubt",
    "FaceLook",
    "Frame",
    "Gray",
    "Ids",
    "Image",
    "LookCounts",
    "ObjectClasses",
    "People",
    "Picture",
    "Points",
    "Sighting",
    "SignalTable",
    "Signals",
    "UnfitModelError",
    "VisionError",
    "Zone",
    "ZoneView",
    "covered",
    "in_space",
    "limit",
    "origins",
    "overlaps",
    "zone_members",
]
