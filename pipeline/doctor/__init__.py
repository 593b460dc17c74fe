"""Checks of a machine before and while it watches cameras: one finding each, with what to do."""

from pipeline.doctor.camera_checks import check_cameras
from pipeline.doctor.capacity import Capacity, check_capacity, measure_capacity
from pipeline.doctor.finding import Finding, Level
from pipeline.doctor.folder_checks import check_clock, check_database, check_disk
from pipeline.doctor.program_checks import check_codecs, check_cores, check_open_file_limit, check_weights

__all__ = [
    "Capacity",
    "Finding",
    "Level",
    "check_cameras",
    "check_capacity",
    "check_clock",
    "check_codecs",
    "check_cores",
    "check_database",
    "check_disk",
    "check_open_file_limit",
    "check_weights",
    "measure_capacity",
]
