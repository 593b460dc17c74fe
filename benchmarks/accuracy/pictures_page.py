"""The parts of docs/accuracy.md about labelled pictures: poses and faces."""

from collections.abc import Iterable, Sequence
from math import isfinite, nan
from statistics import mean

from benchmarks.accuracy.faces import Answer, Face, answers, questions
from benchmarks.accuracy.markdown import share, table
from benchmarks.accuracy.oks import average_recall
from benchmarks.accuracy.people import Placed, Poses, groups

POSE_WORDS = """\
Object keypoint similarity (OKS) is defined as in COCO, over the labelled joints: up to 17, in some pictures 12. *By
crop*: the backend gets the labelled box, enlarged by a quarter, similar to the zone of a counter. *Whole picture*: the
backend gets the whole picture, and found people are paired with labelled ones. A person who is not found has an OKS of
0. AR is the share of people at or above an OKS, averaged over 0.50 to 0.95. The last column is the mean OKS of nose,
ears and shoulders, which a desk does not hide. If several people are found in a crop, the one with the highest OKS
counts.

The pictures show crowds, sports and streets, not counters. Many boxes contain a neighbour, and a model for one person
may find the neighbour. At a counter the zone excludes neighbours, and a neighbour is covered before a second look;
neither is done here. Some of the pictures are from COCO's training set, so YOLO weights may have been trained on them.
"""
FACE_WORDS = """\
AUC is the probability that a positive example measures higher than a negative one. Accuracy is the share of pictures
on the right side of the product's limit, or a dash if the product has no limit. A subject is one person (`yawdd_a`,
`indr`) or one collection of many people (`helen`, `aflw2000`, `mmp`). Pictures of one person are not independent
samples, so subjects with both answers are listed first and all pictures together last. The product compares a mouth
with the same person's usual one. Here the usual one is the median of the subject, which for a collection is not the
same person's. Smiles are the geometry of the mouth and are measured only if a site turns them on.
"""


def pose_lines(backend: str, poses: Poses) -> list[str]:
    """Tables of the accuracy of a backend's poses, by crop and in whole pictures."""
    heads = ("people", "n", "found", "mean OKS", "at 0.50", "at 0.75", "AR", "head and shoulders")
    ways = ((f"{backend}, by crop", poses.crops), (f"{backend}, whole picture", poses.wholes))
    lines = [
        line for title, placed in ways for line in (f"### {title}", "", *table(heads, _pose_rows(placed)))
    ]
    return [
        *lines,
        f"In whole pictures in which everybody is labelled, {poses.nobody} of {poses.found} detections match no person."
        f" {poses.pictures} pictures.",
        "",
    ]


def _pose_rows(placed: Sequence[Placed]) -> Iterable[Sequence[str]]:
    for name, belongs in groups():
        part = [one for one in placed if belongs(one)]
        scores, upper = [one.oks for one in part], [one.upper for one in part if isfinite(one.upper)]
        found = _mean([float(score > 0) for score in scores])
        reached = (_share_of(scores, 0.5), _share_of(scores, 0.75), average_recall(scores), _mean(upper))
        yield name, str(len(part)), *map(share, (found, _mean(scores), *reached))


def face_lines(backend: str, faces: Sequence[Face], eyes_closed: float) -> list[str]:
    """Table of the accuracy of the face measures; `eyes_closed` is the norm profile's eye aspect ratio."""
    seen = sum(face.look is not None for face in faces)
    rows = [_answer_row(a) for q in questions(eyes_closed) for a in answers(faces, q)]
    heads = ("tells", "by", "subject", "yes", "no", "no face", "AUC", "accuracy")
    return [
        f"### Face landmarks of {backend}",
        "",
        f"A face was found in {seen} of {len(faces)} pictures; tight crops got a border of half their side.",
        "",
        *table(heads, rows, left=3),
    ]


def _answer_row(a: Answer) -> Sequence[str]:
    counts = (str(n) for n in (a.yes, a.no, a.unseen))
    return a.question.name, a.question.measure, a.of, *counts, share(a.auc), share(a.accuracy)


def _mean(values: Sequence[float]) -> float:
    return mean(values) if values else nan


def _share_of(scores: Sequence[float], level: float) -> float:
    return _mean([float(score >= level) for score in scores])
