"""The archive of an export: files, a manifest, checksums, their signature, and how to check them, as a zip.

Media go from the checked file into the archive part by part; nothing is held in memory as a whole.
"""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import BinaryIO

from models import ChainHead, HashedFile, SealState, phrase
from pipeline.exports.signing import PUBLIC_KEY, SIGNATURE, SUMS, ExportKey, fingerprint_of

FORMAT = 1
MANIFEST, README = "manifest.json", "README.txt"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of an export; media have the state of their seal, and since when (UTC seconds) they are sealed."""

    name: str
    content: bytes | HashedFile
    state: SealState | None = None
    sealed_at: float | None = None


@dataclass(slots=True)
class ExportContents:
    """The files of an export, and names of those that are left out, with the reason."""

    files: list[ExportFile] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def close(self) -> None:
        """Close the media that were opened."""
        for file in self.files:
            if isinstance(file.content, HashedFile):
                file.content.close()


@dataclass(frozen=True, slots=True)
class ExportNote:
    """What an export is about, the account that made it and when (UTC seconds), and the head of the audit log then."""

    subject: str
    by: str
    at: float
    head: ChainHead | None
    norms: Mapping[str, str]


def write_export(contents: ExportContents, note: ExportNote, key: ExportKey, out: BinaryIO) -> None:
    """Write the archive to a file that can be sought in; raises OSError when a clip changes meanwhile."""
    when = dt.datetime.fromtimestamp(note.at, dt.UTC).timetuple()[:6]
    sums: dict[str, tuple[str, int]] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        try:
            for file in contents.files:
                sums[file.name] = _put(archive, file.name, file.content, when)
        finally:
            contents.close()
        for name, content in (
            (PUBLIC_KEY, key.public),
            (README, _readme(key)),
            (MANIFEST, _manifest(contents, note, key, sums)),
        ):
            sums[name] = _put(archive, name, content, when)
        listed = "".join(f"{sha256}  {name}\n" for name, (sha256, _size) in sorted(sums.items())).encode()
        _put(archive, SUMS, listed, when)
        _put(archive, SIGNATURE, key.sign(listed), when)


def _put(
    archive: zipfile.ZipFile, name: str, content: bytes | HashedFile, when: tuple[int, ...]
) -> tuple[str, int]:
    """Add a file; returns the digest and the size of what was written."""
    entry = zipfile.ZipInfo(name, (when[0], when[1], when[2], when[3], when[4], when[5]))
    entry.external_attr = 0o644 << 16
    media = isinstance(content, HashedFile)
    entry.compress_type = zipfile.ZIP_STORED if media else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w", force_zip64=media) as member:
        for part in content.content() if isinstance(content, HashedFile) else (content,):
            digest.update(part)
            size += len(part)
            member.write(part)
    return digest.hexdigest(), size


def _manifest(
    contents: ExportContents, note: ExportNote, key: ExportKey, sums: Mapping[str, tuple[str, int]]
) -> bytes:
    about = {file.name: file for file in contents.files}
    files = [
        {
            "name": name,
            "sha256": sha256,
            "size": size,
            "seal": about[name].state if name in about else None,
            "sealed_at": about[name].sealed_at if name in about else None,
        }
        for name, (sha256, size) in sums.items()
    ]
    said = {
        "format": FORMAT,
        "product": f"counterwatch {_version()}",
        "subject": note.subject,
        "made_by": note.by,
        "made_at": dt.datetime.fromtimestamp(note.at, dt.UTC).isoformat(),
        "norms": dict(note.norms),
        "audit_head": asdict(note.head) if note.head else None,
        "public_key_sha256": fingerprint_of(key.public),
        "files": files,
        "left_out": contents.left_out,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _readme(key: ExportKey) -> bytes:
    shown = phrase("export.readme", fingerprint=fingerprint_of(key.public)).model_dump()
    return ("\n\n".join(shown.values()) + "\n").encode()


def _version() -> str:
    try:
        return version("counterwatch")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "unknown"
