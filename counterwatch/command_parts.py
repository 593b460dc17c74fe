"""The parts that commands are built from: exit codes, options, and the environment that a command runs in."""

from counterwatch.environment import (
    actor,
    database_address,
    language,
    notice_settings,
    open_store,
    ran,
    site_in_use,
    write_down,
)
from counterwatch.errors import (
    ExitCode,
    report_error,
)
from counterwatch.options import (
    FILE,
    FOLDER,
    LanguageCode,
    at_option,
    clips_option,
    data_option,
    day_option,
    json_option,
    language_option,
    port_option,
    pose_option,
    possible_day,
    site_option,
    wish_option,
)

__all__ = [
    "FILE",
    "FOLDER",
    "ExitCode",
    "LanguageCode",
    "actor",
    "at_option",
    "clips_option",
    "data_option",
    "database_address",
    "day_option",
    "json_option",
    "language",
    "language_option",
    "notice_settings",
    "open_store",
    "port_option",
    "pose_option",
    "possible_day",
    "ran",
    "report_error",
    "site_in_use",
    "site_option",
    "wish_option",
    "write_down",
]
