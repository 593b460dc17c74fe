"""One tracker over the whole picture of a camera: ByteTrack of the library `trackers`, timed in seconds."""

from dataclasses import dataclass

import numpy as np
import supervision as sv
from numpy.typing import NDArray
from trackers import ByteTrackTracker

from vision.core import UNTRACKED, Basis, Box, Detections, Ids, limit, overlaps


@dataclass(frozen=True, slots=True)
class TrackLimits:
    """Limits of tracking. Scores are those of the detector, 0..1."""

    memory_s: float = limit(
        2.5,
        "s",
        Basis.CHOICE,
        "a person who is hidden for 2 s keeps the id; looks come up to half a second late",
    )
    begin: float = limit(
        0.3,
        "score",
        Basis.STUDY,
        "least score that begins a track (ByteTrack, ECCV 2022: begin high, continue low)",
    )
    follow: float = limit(0.1, "score", Basis.STUDY, "least score that continues a track")
    iou: float = limit(
        0.1, "intersection over union", Basis.CHOICE, "least overlap of a box with the predicted one"
    )
    stays: float = limit(
        0.7,
        "intersection over union",
        Basis.CHOICE,
        "a box that overlaps one of the look before by this much is the same person, however late the "
        "look is",
    )
    again: float = limit(
        0.4,
        "intersection over union",
        Basis.CHOICE,
        "with the place of a lost track: weakly detected clerks are lost and found again, people who "
        "leave are lost elsewhere",
    )
    retold_s: float = limit(
        1.0,
        "s",
        Basis.CHOICE,
        "between updates of the library while nothing moves: it drops tracks after `memory_s`",
    )
    again_s: float = limit(10.0, "s", Basis.CHOICE, "after which a lost place is forgotten")


class BoxTracker:
    """Gives detections ids that survive `memory_s` seconds without a detection.

    A person has an id from the first detection on. Times (UTC s) must increase.
    """

    def __init__(self, limits: TrackLimits | None = None) -> None:
        self._limits = limits or TrackLimits()
        self._tracker = ByteTrackTracker(
            lost_track_buffer=round(self._limits.memory_s * 30),  # the library counts 30 frames a second
            track_activation_threshold=self._limits.begin,
            high_conf_det_threshold=self._limits.begin,
            minimum_iou_threshold=self._limits.iou,
            minimum_consecutive_frames=1,
        )
        self._ours: dict[int, int] = {}
        self._begun: Detections = Detections.none()
        self._before: Detections = Detections.none()
        self._lost: dict[int, tuple[NDArray[np.float32], float]] = {}
        self._at, self._still = -np.inf, -np.inf
        self._next = 0

    def still(self, time: float) -> None:
        """Record that the people of the last update are still present at `time` (UTC s).

        The caller reports this for a picture without unexplained motion, on which the detector did not run. The time
        for which a person may be hidden starts at `time`, not at the last look.
        """
        self._still = time
        if time - self._at >= self._limits.retold_s:
            self._retell()

    def update(self, found: Detections, time: float) -> Detections:
        """The detections of tracks at `time`, with their ids; detections that belong to no track are left out."""
        self._retell()
        return self._told(found, time)

    def _retell(self) -> None:
        """Update the library with the people who were still present after its last update."""
        if len(self._before) and self._still > self._at:
            self._told(self._before, self._still)

    def _told(self, found: Detections, time: float) -> Detections:
        self._at = time
        found = found[found.scores >= self._limits.follow]
        told = self._tracker.update(
            sv.Detections(
                xyxy=found.boxes.astype(np.float64),
                confidence=found.scores,
                data={"row": np.arange(len(found))},
            ),
            timestamp=time,
        )
        if not len(told):
            self._remember(Detections.none(), time)
            self._begun = self._before = Detections.none()
            return Detections.none()
        rows, theirs = np.asarray(told.data["row"], np.intp), np.asarray(told.tracker_id, np.intp)
        tracked = found[rows]
        ids = self._named(tracked, theirs)
        kept = (ids != UNTRACKED) | (tracked.scores >= self._limits.begin)
        ids = self._with_new(ids, tracked)
        named = Detections(tracked.boxes, tracked.scores, ids)
        self._begun = named[(theirs == UNTRACKED) & kept]
        self._remember(named[kept], time)
        self._before = named[kept]
        return self._before

    def _named(self, tracked: Detections, theirs: Ids) -> Ids:
        """Our ids for the library's ids. The library gives one from the second detection on, we from the first."""
        ids = np.full(len(theirs), UNTRACKED, np.intp)
        for row, their in enumerate(theirs.tolist()):
            if their == UNTRACKED:
                continue
            if their not in self._ours:
                self._ours[their] = self._first_id(tracked.boxes[row])
            ids[row] = self._ours[their]
        self._keep_holders(tracked.boxes, theirs, ids)
        return ids

    def _keep_holders(self, boxes: Box, theirs: Ids, ids: Ids) -> None:
        """Give every box that did not move the id that was there before, in place.

        Two boxes on one person make two tracks, and a still hall is rarely looked at: the library may continue a box as
        a track that was lost, or exchange two tracks.
        """
        held = self._held(boxes)
        for row, holder in held.items():
            if theirs[row] != UNTRACKED and ids[row] != holder:
                ids[row] = self._ours[int(theirs[row])] = holder
        for row, track in enumerate(ids.tolist()):
            if track != UNTRACKED and row not in held and track in held.values():
                self._next += 1
                ids[row] = self._ours[int(theirs[row])] = self._next

    def _held(self, boxes: Box) -> dict[int, int]:
        """The ids of the look before by the row of the box that covers each of them most, `stays` at least."""
        shares = [
            (overlaps(old, boxes), int(track))
            for old, track in zip(self._before.boxes, self._before.ids, strict=True)
        ]
        pairs = sorted(
            ((float(share), row, track) for shared, track in shares for row, share in enumerate(shared)),
            reverse=True,
        )
        held: dict[int, int] = {}
        for share, row, track in pairs:
            if share >= self._limits.stays and row not in held and track not in held.values():
                held[row] = track
        return held

    def _first_id(self, box: NDArray[np.float32]) -> int:
        shared = overlaps(box, self._begun.boxes)
        if len(shared) and shared.max() >= self._limits.iou:
            row = int(np.argmax(shared))
            known = int(self._begun.ids[row])
            self._begun = self._begun[np.arange(len(self._begun)) != row]
            return known
        self._next += 1
        return self._next

    def _with_new(self, ids: Ids, tracked: Detections) -> Ids:
        ids = ids.copy()
        for row in np.flatnonzero(ids == UNTRACKED):
            if tracked.scores[row] >= self._limits.begin:
                ids[row] = self._still_there(tracked.boxes[row], ids)
            if ids[row] == UNTRACKED:
                self._next += 1
                ids[row] = self._next
        return ids

    def _still_there(self, box: NDArray[np.float32], taken: Ids) -> int:
        """The id of the unmatched track that was at `box` in the last look or was lost there recently, or UNTRACKED."""
        before = self._before[~np.isin(self._before.ids, taken)]
        shared = overlaps(box, before.boxes)
        if shared.max(initial=0.0) >= self._limits.stays:
            return int(before.ids[np.argmax(shared)])
        lost = {
            track: place
            for track, (place, at) in self._lost.items()
            if track not in taken and self._at - at <= self._limits.again_s
        }
        near = [(float(overlaps(box, place[None])[0]), track) for track, place in lost.items()]
        most, track = max(near, default=(0.0, UNTRACKED))
        return track if most >= self._limits.again else UNTRACKED

    def _remember(self, now: Detections, time: float) -> None:
        """Keep the last boxes of the tracks that are no longer found."""
        gone = ~np.isin(self._before.ids, now.ids)
        lost = zip(self._before.ids[gone].tolist(), self._before.boxes[gone], strict=True)
        known = self._lost | {track: (box, time) for track, box in lost}
        self._lost = {
            track: (box, at)
            for track, (box, at) in known.items()
            if track not in now.ids and time - at <= self._limits.again_s
        }
