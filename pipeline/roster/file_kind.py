"""The kind of a file by its first bytes: whatever its name says, halls rename what their programs wrote."""

import io
import re
import zipfile
from pathlib import Path

from pipeline.roster.cells import LIMITS, PipelineError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "open it in Excel and save it as Excel Workbook (.xlsx)"
_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "ask for the workbook that it was printed from"),
    (b"\x89PNG", "a picture", "write its lines into a workbook"),
    (b"\xff\xd8\xff", "a picture", "write its lines into a workbook"),
    (b"{\\rtf", "a text document (RTF)", "copy its table into a workbook"),
    (b"\x09\x08", "an old Excel workbook (.xls)", _SAVE),
    (b"\x09\x04", "an old Excel workbook (.xls)", _SAVE),
    (b"\x1f\x8b", "a compressed archive", "unpack it"),
    (b"7z\xbc\xaf", "a compressed archive", "unpack it"),
    (b"Rar!", "a compressed archive", "unpack it"),
    (b"SQLite format 3", "a database", "export the roster from it as CSV"),
)
_WEB = re.compile(rb"\s*<(!doctype html|html|head|table|meta|div|style)\b", re.IGNORECASE)
_PACKAGES = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", _SAVE),
    ("word/", "a Word document", "copy its table into a workbook"),
    ("ppt/", "a presentation", "copy its table into a workbook"),
    ("Index/", "a Numbers document", "export it as Excel (.xlsx)"),
    ("content.xml", "an OpenDocument file (.ods)", "save it as Excel Workbook (.xlsx)"),
)
_MB = 1_000_000


def is_workbook(path: Path, content: bytes) -> bool:
    """Whether the file is an Excel workbook (.xlsx); False for text.

    Raises PipelineError with one line for anything else: what the file is, and what to do.
    """
    found = _foreign(content)
    if found:
        raise PipelineError(f"{path}: it is {found[0]}; a roster is a .csv or .xlsx file: {found[1]}")
    if path.suffix.lower() not in (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls"):
        raise PipelineError(f"{path}: a roster is a .csv or .xlsx file")
    if content.startswith(b"PK"):
        return _checked_package(path, content)
    if path.suffix.lower().startswith(".xls"):
        what = "text" if content else "empty"
        raise PipelineError(
            f"{path}: it is {what}, not an Excel workbook (.xlsx): save it again from Excel, or name it .csv"
        )
    return False


def _foreign(content: bytes) -> tuple[str, str] | None:
    """What the file is and what to do, where it is neither text nor a package; None otherwise."""
    if content.startswith(_OLE):
        return _compound(content)
    if _WEB.match(content.removeprefix(b"\xef\xbb\xbf")):
        return "a web page (HTML), whatever its name says", _SAVE
    if content.startswith(b"MIME-Version:"):
        return "a web archive", _SAVE
    if b"urn:schemas-microsoft-com:office:spreadsheet" in content[:2000]:
        return "an XML Spreadsheet of 2003", _SAVE
    return next(((what, do) for start, what, do in _STARTS if content.startswith(start)), None)


def _compound(content: bytes) -> tuple[str, str]:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "protected by a password", "open it in Excel and save it without one"
    if "WordDocument".encode("utf-16-le") in content:
        return "an old Word document (.doc)", "copy its table into a workbook"
    return "an old Excel workbook (.xls)", _SAVE


def _checked_package(path: Path, content: bytes) -> bool:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise PipelineError(
            f"{path}: not an Excel workbook (.xlsx): it is cut off or damaged: copy it again"
        ) from error
    names = [part.filename for part in parts]
    for start, what, do in _PACKAGES:
        if any(name.startswith(start) for name in names):
            raise PipelineError(f"{path}: it is {what}; a roster is a .csv or .xlsx file: {do}")
    if not any(name.lstrip("/").lower().startswith("xl/") for name in names):
        raise PipelineError(f"{path}: it is a zip archive; a roster is a .csv or .xlsx file: unpack it")
    if sum(part.file_size for part in parts) > LIMITS.unpacked_mb * _MB:
        raise PipelineError(
            f"{path}: more than {LIMITS.unpacked_mb:g} MB when unpacked: delete empty rows and pictures"
        )
    return True
