"""The check of an export: every file against the checksums, and the checksums against the signature."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from models import ModelError
from pipeline.exports.signing import PUBLIC_KEY, SIGNATURE, SUMS, fingerprint_of, signed

_PART = 1 << 18
_LONGEST = 1 << 24  # bytes of the checksums and the key: a hundred thousand files


@dataclass(frozen=True, slots=True)
class ExportCheck:
    """The result: the number of files, the fingerprint of the key that signed, and a line for each fault."""

    files: int
    key: str | None
    faults: tuple[str, ...]


def verify_export(file: Path, key: bytes | None = None) -> ExportCheck:
    """Check an archive; with `key` (PEM) the signature has to be of this key, not of the one that lies in the archive.

    Raises ModelError when the file is no export.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _checked(archive, key)
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise ModelError(f"{file}: cannot be read as an export: {error}") from error


def _checked(archive: zipfile.ZipFile, key: bytes | None) -> ExportCheck:
    entries = archive.namelist()
    names = set(entries)
    if SUMS not in names or SIGNATURE not in names or PUBLIC_KEY not in names:
        raise ModelError(f"{archive.filename}: no export: it has no {SUMS}, no signature or no key")
    listed = _small(archive, SUMS)
    sums, faults = _sums(listed)
    public = _small(archive, PUBLIC_KEY) if key is None else key
    if not signed(public, listed, _small(archive, SIGNATURE)):
        faults.append(f"{SUMS}: the signature is not of this key")
    faults += [
        f"{name}: there are two files of this name" for name in sorted(names) if entries.count(name) > 1
    ]
    faults += [f"{name}: is missing" for name in sorted(sums.keys() - names)]
    faults += [f"{name}: is not in the checksums" for name in sorted(names - sums.keys() - {SUMS, SIGNATURE})]
    faults += [
        f"{name}: was changed" for name in sorted(sums.keys() & names) if _digest(archive, name) != sums[name]
    ]
    try:
        print_of_key: str | None = fingerprint_of(public)
    except ValueError:
        print_of_key = None
    return ExportCheck(len(sums), print_of_key, tuple(faults))


def _sums(listed: bytes) -> tuple[dict[str, str], list[str]]:
    sums: dict[str, str] = {}
    faults: list[str] = []
    for line in listed.decode("utf-8", "replace").splitlines():
        sha256, _, name = line.partition("  ")
        if len(sha256) != 64 or not name or name in sums:
            faults.append(f"{SUMS}: {line[:80]!r} is no line of checksums")
        sums[name] = sha256
    return sums, faults


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_LONGEST)


def _digest(archive: zipfile.ZipFile, name: str) -> str | None:
    """The digest of a file; None when its own checksum in the archive is wrong."""
    digest = hashlib.sha256()
    try:
        with archive.open(name) as member:
            while part := member.read(_PART):
                digest.update(part)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError):
        return None
    return digest.hexdigest()
