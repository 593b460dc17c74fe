"""Exports of evidence: an archive that a stranger can verify without this program."""

from pipeline.exports.archive import ExportContents, write_export
from pipeline.exports.contents import (
    ExportName,
    ExportSource,
    day_contents,
    event_contents,
    named_contents,
    note_of,
    report_contents,
)
from pipeline.exports.signing import ExportKey, fingerprint_of
from pipeline.exports.sweep import seal_unsealed, states_of_files
from pipeline.exports.verifying import verify_export

__all__ = [
    "ExportContents",
    "ExportKey",
    "ExportName",
    "ExportSource",
    "day_contents",
    "event_contents",
    "fingerprint_of",
    "named_contents",
    "note_of",
    "report_contents",
    "seal_unsealed",
    "states_of_files",
    "verify_export",
    "write_export",
]
