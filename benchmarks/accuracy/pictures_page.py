"""The parts of the page about labelled pictures: poses and faces."""

from collections.abc import Iterable, Sequence
from math import isfinite, nan
from statistics import mean

from benchmarks.accuracy.faces import Answer, Face, answers, questions
from benchmarks.accuracy.markdown import share, table
from benchmarks.accuracy.oks import average_recall
from benchmarks.accuracy.people import Placed, Poses, groups

POSE_WORDS = """\
Object keypoint similarity (OKS) by COCO's definition, over the joints that are labelled: up to 17, in some pictures
12. *By crop*: the backend is given the labelled box, a quarter wider, much as it is given a counter's zone. *Whole
picture*: it sees all of it, and found and labelled people are paired. Whoever is not found has an OKS of 0. AR is the
share of people at or over an OKS, averaged over 0.50 to 0.95. Head and shoulders are nose, ears and shoulders, which
a desk leaves to be seen: their mean OKS. Of several people found in a crop, the most alike counts.

The pictures are crowds, sports and streets, not counters, and many boxes hold a neighbour: a model for one person may
take that one. At a counter the zone tells them apart, and a neighbour is covered and the place looked at again; here
nothing of that is done. Some of the pictures are from COCO's training set: YOLO weights may have learned from them.
"""
FACE_WORDS = """\
Can a measure tell yes from no (AUC: the chance that a yes measures higher), and is it on the right side of the
product's limit (accuracy; a dash where the product sets none)? A subject is one person (`yawdd_a`, `indr`) or one
collection of many (`helen`, `aflw2000`, `mmp`). Pictures of one person are no independent samples, so subjects that
have both come first and all pictures together last. The product holds a mouth against the same person's usual one;
here that is the subject's median, which for a collection is not the person's own. Smiles are the geometry of the
mouth, and looked for only where a site turns that on.
"""


def pose_lines(backend: str, poses: Poses) -> list[str]:
    """How a backend placed the labelled people, by crop and in whole pictures."""
    heads = ("people", "n", "found", "mean OKS", "at 0.50", "at 0.75", "AR", "head and shoulders")
    ways = ((f"{backend}, by crop", poses.crops), (f"{backend}, whole picture", poses.wholes))
    lines = [
        line for title, placed in ways for line in (f"### {title}", "", *table(heads, _pose_rows(placed)))
    ]
    return [
        *lines,
        f"In whole pictures where everybody is marked, {poses.nobody} of {poses.found} people were found where nobody"
        f" is. {poses.pictures} pictures.",
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
    """What the face measures can tell; `eyes_closed` is the norm profile's eye aspect ratio."""
    seen = sum(face.look is not None for face in faces)
    rows = [_answer_row(a) for q in questions(eyes_closed) for a in answers(faces, q)]
    heads = ("tells", "by", "subject", "yes", "no", "no face", "AUC", "accuracy")
    return [
        f"### Face landmarks of {backend}",
        "",
        f"A face was found in {seen} of {len(faces)} pictures; tight crops were given a border of half their side.",
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
