"""The accuracy of a face measure, computed by hand on synthetic measurements."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.accuracy.faces import Answer, Face, answers, auc, questions
from vision.core import FaceLook

CALM = FaceLook(yaw=0, pitch=0, roll=0, mouth_open=0.02, eyes_open=0.3, mouth_dark=0.01, lip_tint=1.0)


def face(label: str, subject: str = "anna", look: FaceLook | None = CALM, **values: float) -> Face:
    return Face("x.jpg", subject, label, label == "yawn", replace(look, **values) if look else None)


def told(name: str, measure: str, *faces: Face) -> dict[str, Answer]:
    question = next(q for q in questions(eyes_closed_ratio=0.2) if (q.name, q.measure) == (name, measure))
    return {answer.of: answer for answer in answers(faces, question)}


def test_the_chance_that_a_yes_measures_higher() -> None:
    assert auc([3, 2], [1, 2]) == 0.875, "three of four pairs and half of the tie"
    assert auc([1], [2, 3]) == 0.0
    assert np.isnan(auc([], [1]))


def test_closed_eyes_against_the_ratio_of_the_norm() -> None:
    closed, half = face("eyes_closed", eyes_open=0.12), face("eyes_closed", eyes_open=0.22)
    one = told("eyes closed", "eye aspect ratio", closed, half, face("eyes_open_neutral"))["anna"]
    assert (one.yes, one.no, one.auc) == (2, 1, 1.0), "both are more closed than the open ones"
    assert one.accuracy == pytest.approx(2 / 3), "0.22 is not under the limit of 0.2"


def test_a_yawn_is_held_against_the_same_persons_usual_mouth() -> None:
    # the limit is 0.36 over the usual: 0.05 + 0.36 for Anna, 0.30 + 0.36 for Ben whose lips never meet
    anna = [face("neutral", mouth_open=0.05), face("yawn", mouth_open=0.5)]
    ben = [face("neutral", "ben", mouth_open=0.3), face("yawn", "ben", mouth_open=0.55)]
    by = told("yawn", "lip gap", *anna, *ben)
    assert (by["anna"].accuracy, by["ben"].accuracy, by["all"].accuracy) == (1.0, 0.5, 0.75)
    assert by["all"].auc == 1.0


def test_a_face_that_was_not_found_is_counted_and_measures_nothing() -> None:
    one = told("yawn", "lip gap", face("yawn", look=None), face("yawn", mouth_open=0.6), face("neutral"))[
        "anna"
    ]
    assert (one.yes, one.no, one.unseen) == (1, 1, 1)


def test_subjects_with_one_answer_come_in_with_all_the_others_only() -> None:
    by = told("looks down", "pitch", face("head_down", "ben", pitch=0.4), face("neutral", "anna"))
    assert list(by) == ["all"]
    assert by["all"].auc == 1.0
    assert np.isnan(by["all"].accuracy), "the product sets no limit"


def test_pictures_about_something_else_are_not_asked() -> None:
    one = told("turned aside", "yaw", face("head_turned", yaw=-0.7), face("frontal"), face("smile"))["anna"]
    assert (one.yes, one.no, one.auc) == (1, 1, 1.0), "to either side"
