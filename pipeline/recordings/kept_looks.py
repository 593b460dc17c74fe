"""Looks at recordings that are kept on disk until their results are stored, so that no hour of looking is lost."""

import hashlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from pipeline.processes import ProcessCost
from vision.camera.view_watch import Background, Fit, Framing, ViewOffset
from vision.core import Sighting, Signals
from vision.sources.opening import Gap, SourceInfo

Arrays = dict[str, NDArray[np.generic]]

FORMAT = 1
"""Raise it when the content of the files changes: older ones are looked at again."""
MOST = 200
"""Files that are kept; an hour of video has about a megabyte."""


@dataclass(frozen=True, slots=True)
class RecordingLook:
    """One recording as it was seen, before anything is judged: `end` is UTC seconds, the rest as in `Analysed`."""

    info: SourceInfo
    end: float
    signals: dict[str, Signals]
    sightings: list[Sighting]
    gaps: list[Gap]
    cost: ProcessCost
    background: Background | None = None
    framing: Framing | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptLooks:
    """The looks in DATA/looks, one file each. A look that cannot be written or read counts as not kept."""

    folder: Path

    @classmethod
    def of(cls, data: Path) -> "KeptLooks":
        """Those of a data folder."""
        return cls(data / "looks")

    def find(self, key: str) -> RecordingLook | None:
        """The look of this key, or None."""
        try:
            with self._path(key).open("rb") as content, np.load(content, allow_pickle=False) as file:
                return _read({name: file[name] for name in file.files})
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
            return None

    def keep(self, key: str, look: RecordingLook) -> None:
        """Write the look as a whole, or not at all."""
        path = self._path(key)
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        content = io.BytesIO()
        np.savez_compressed(content, **_arrays(look))  # type: ignore[arg-type]
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(content.getbuffer())
            unfinished.replace(path)
            for old in sorted(self.folder.glob("*.npz"), key=lambda file: file.stat().st_mtime)[:-MOST]:
                old.unlink(missing_ok=True)

    def drop(self, key: str) -> None:
        """Forget a look whose results are stored."""
        with suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.npz"


def look_key(file: Path, *how: str) -> str:
    """The key of the looks at this file, as it is now, that were taken in this way; a missing file has one too."""
    parts = [str(FORMAT), str(file.resolve()), *how]
    with suppress(OSError):
        found = file.stat()
        parts += [str(found.st_size), str(found.st_mtime_ns)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _arrays(look: RecordingLook) -> Arrays:
    framing, offset = look.framing, look.framing.offset if look.framing else None
    head = {
        "info": asdict(look.info),
        "end": look.end,
        "gaps": [asdict(gap) for gap in look.gaps],
        "cost": asdict(look.cost),
        "notes": look.notes,
        "columns": {counter: list(rows.columns) for counter, rows in look.signals.items()},
        "framing": None if framing is None else [framing.fit, framing.since],
        "offset": None if offset is None else [offset.matches, offset.agreeing, offset.corners],
    }
    arrays: Arrays = {"head": np.frombuffer(json.dumps(head).encode(), np.uint8)}
    for number, rows in enumerate(look.signals.values()):
        arrays[f"time{number}"] = rows.time
        arrays[f"rows{number}"] = np.array([*rows.columns.values()], np.float32).reshape(-1, len(rows))
    if look.background is not None:
        arrays["background"] = np.frombuffer(look.background.encoded(), np.uint8)
    if offset is not None:
        arrays["matrix"] = offset.matrix
    return arrays | _of_sightings(look.sightings)


def _read(arrays: Arrays) -> RecordingLook:
    head = json.loads(arrays["head"].tobytes())
    signals = {
        counter: Signals(
            np.asarray(arrays[f"time{number}"], np.float64),
            dict(zip(names, np.asarray(arrays[f"rows{number}"], np.float32), strict=True)),
        )
        for number, (counter, names) in enumerate(head["columns"].items())
    }
    offset = ViewOffset(np.asarray(arrays["matrix"], np.float64), *head["offset"]) if head["offset"] else None
    framing = Framing(Fit(head["framing"][0]), head["framing"][1], offset) if head["framing"] else None
    return RecordingLook(
        SourceInfo(**head["info"]),
        head["end"],
        signals,
        _sightings(arrays),
        [Gap(**gap) for gap in head["gaps"]],
        ProcessCost(**head["cost"]),
        Background.decoded(arrays["background"].tobytes()) if "background" in arrays else None,
        framing,
        tuple(head["notes"]),
    )


def _of_sightings(sightings: Sequence[Sighting]) -> Arrays:
    """Joints are NaN where there are none, the track is -1."""
    without = np.full((17, 3), np.nan, np.float32)
    joints = [without if one.joints is None else one.joints for one in sightings]
    return {
        "seen_time": np.array([one.time for one in sightings], np.float64),
        "seen_where": np.array([(one.counter, one.role) for one in sightings], np.str_).reshape(-1, 2),
        "seen_box": np.array([one.box for one in sightings], np.float64).reshape(-1, 4),
        "seen_joints": np.array(joints, np.float32).reshape(-1, 17, 3),
        "seen_track": np.array([-1 if one.track is None else one.track for one in sightings], np.int64),
    }


def _sightings(arrays: Mapping[str, NDArray[np.generic]]) -> list[Sighting]:
    time, where, box, joints, track = (
        arrays[f"seen_{name}"] for name in ("time", "where", "box", "joints", "track")
    )
    return [
        Sighting(
            float(time[i]),
            str(where[i, 0]),
            str(where[i, 1]),
            tuple(box[i].tolist()),
            None if np.isnan(joints[i]).all() else np.asarray(joints[i], np.float32),
            None if track[i] < 0 else int(track[i]),
        )
        for i in range(len(time))
    ]
