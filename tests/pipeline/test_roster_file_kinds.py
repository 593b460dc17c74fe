"""Files that are called a roster and are none: each is named as what it is, with what to do."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from tests.support.roster_files import HEAD, HEADINGS, WANG, line, only, refused, text_file, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def package(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name in names:
            new.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook (.xls)"),
        (b"\x09\x08\x10\x00\x00\x06", "an old Excel workbook (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\n<html><table><tr><td>what</td></tr></table>", "a web page (HTML)"),
        (b"\xef\xbb\xbf<TABLE border=1>", "a web page (HTML)"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "of 2003"),
        (b"\x1f\x8b\x08", "a compressed archive"),
        (package("xl/workbook.bin"), "a binary Excel workbook (.xlsb)"),
        (package("mimetype", "content.xml"), "an OpenDocument file (.ods)"),
        (package("word/document.xml"), "a Word document"),
        (package("Index/Document.iwa"), "a Numbers document"),
        (package("roster.csv"), "a zip archive"),
        (b"PK\x03\x04 and no more", "cut off or damaged"),
        (b"", "it is empty, not an Excel workbook"),
        ((HEAD + WANG).encode(), "it is text, not an Excel workbook"),
    ],
)
def test_a_file_of_another_kind_is_named_whatever_it_is_called(
    tmp_path: Path, content: bytes, said: str
) -> None:
    assert said in refused(text_file(tmp_path, content, "roster.xlsx"))


def test_a_workbook_is_read_by_what_it_is(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADINGS, line())
    assert only(path.rename(tmp_path / "roster.csv")).person == "Wang"


def test_a_pipe_a_folder_and_a_huge_file_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(60_000_000)
    assert refused(tmp_path / "pipe.csv") == "pipe.csv: cannot read the roster: not a file"
    assert refused(tmp_path / "folder.csv") == "folder.csv: cannot read the roster: not a file"
    assert refused(tmp_path / "huge.csv") == "huge.csv: a roster has at most 50 MB: split it by months"


def test_a_workbook_that_unpacks_to_a_giant_is_not_unpacked(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for number in range(21):
            new.writestr(f"xl/media/{number}.bmp", bytes(10_000_000))
    assert "more than 200 MB when unpacked" in refused(text_file(tmp_path, made.getvalue(), "roster.xlsx"))
