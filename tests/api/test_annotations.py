"""An auditor takes what the machine measured to a labelling tool, to be corrected there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from pycocotools.coco import COCO

from models import Action, Seal
from models.store import AuditFilter
from pipeline.archive.signals import write_signals
from pipeline.clips.encoding import ClipWriter
from pipeline.exports.annotations import POINTS
from tests.support.day_lived import MORNING
from tests.support.running_api import Town, founded, refused
from tests.support.stored_hall import NINE, absence, hall
from vision.core import Signals

START, SECONDS, RATE = 235.0, 20, 10  # of the clip: the event begins five seconds into it
WIDTH, HEIGHT = 160, 90
SIGNALS = MORNING.signals(start=NINE)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A morning with signals; event 1 is the absence after four minutes, with a clip; event 2 has none."""
    with Town(founded(tmp_path_factory.mktemp("labelled") / "data")) as town:
        clip = town.data / "clips" / "20261123T010400Z_left.mp4"
        writer = ClipWriter(clip, RATE, "a test")
        for n in range(SECONDS * RATE):
            writer.write(np.zeros((HEIGHT, WIDTH, 3), np.uint8), n / RATE)
        writer.finish()
        found = replace(absence(240, 120), clip=f"clips/{clip.name}", clip_seal=Seal.of(town.data, clip))
        town.happens(found, absence(900))
        write_signals(town.data, "cam1", {"left": SIGNALS}, hall().zone)
        yield town


def row_at(seconds: float) -> int:
    return int(np.argmin(np.abs(SIGNALS.time - (NINE + seconds))))


def test_the_reference_reader_of_coco_finds_the_staff_where_it_was_measured(
    labelled: Town, tmp_path: Path
) -> None:
    answer = labelled.get("wu", "/api/v1/events/1/annotations")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    file = tmp_path / "event.json"
    file.write_bytes(answer.content)
    coco = COCO(file)
    (category,) = coco.loadCats(coco.getCatIds())
    assert category["keypoints"] == [name for name, *_ in POINTS]
    first = coco.imgs[1]
    assert (first["file_name"], first["width"], first["height"]) == ("event-1-000000.png", WIDTH, HEIGHT)
    (found,) = coco.loadAnns(coco.getAnnIds(imgIds=[1]))
    row = row_at(START)
    assert found["keypoints"][:3] == pytest.approx(
        [SIGNALS["nose_x"][row] * HEIGHT, SIGNALS["nose_y"][row] * HEIGHT, 2], abs=0.01
    )
    assert found["bbox"][0] == pytest.approx(SIGNALS["box_left"][row] * HEIGHT, abs=0.01)
    assert (found["boxed_by"], found["in_event"], found["num_keypoints"]) == ("detector", False, 8)
    times = [one["utc"] - NINE - START for one in coco.imgs.values()]
    assert times == pytest.approx([one["frame"] / RATE for one in coco.imgs.values()], abs=0.5 / RATE + 0.01)
    # The post is empty: those pictures are there, and nothing is claimed on them.
    empty = [key for key, one in coco.imgs.items() if NINE + 245 <= one["utc"] < NINE + 254]
    assert len(empty) > 40
    assert coco.getAnnIds(imgIds=empty) == []


def test_cvat_gets_tracks_that_are_outside_while_the_post_is_empty(labelled: Town) -> None:
    answer = labelled.get("wu", "/api/v1/events/1/annotations", format="cvat")
    assert answer.headers["content-disposition"] == 'attachment; filename="event-1.xml"'
    root = ElementTree.fromstring(answer.text)
    assert (root.findtext("version"), root.findtext("meta/task/size")) == ("1.1", str(SECONDS * RATE))
    labels = [(one.findtext("name"), one.findtext("parent")) for one in root.iter("label")]
    assert labels == [("staff", None), ("pose", None), *((name, "pose") for name, *_ in POINTS)]
    boxes, poses = root.findall("track")
    by_frame = {int(one.attrib["frame"]): one for one in boxes}
    assert [by_frame[n].attrib["outside"] for n in (0, 100, 180)] == ["0", "1", "1"]
    assert [by_frame[n].findtext("attribute") for n in (0, 100)] == ["false", "true"]
    row = row_at(START)
    assert float(by_frame[0].attrib["ytl"]) == pytest.approx(SIGNALS["box_top"][row] * HEIGHT, abs=0.01)
    nose = poses[0][0]
    assert (nose.attrib["label"], nose.attrib["outside"]) == ("nose", "0")
    assert {point.attrib["outside"] for pose in poses[50:60] for point in pose} == {"1"}


def test_a_wrist_that_was_guessed_is_labelled_as_hidden_and_an_unseen_one_not(labelled: Town) -> None:
    row = row_at(START)
    columns = {name: column.copy() for name, column in SIGNALS.columns.items()}
    columns["wrist_left_seen"][row] = 0.49
    columns["wrist_right_x"][row] = np.nan
    write_signals(labelled.data, "cam1", {"left": Signals(SIGNALS.time, columns)}, hall().zone)
    told = json.loads(labelled.get("wu", "/api/v1/events/1/annotations").text)
    assert told["annotations"][0]["keypoints"][2::3] == [2, 2, 2, 2, 2, 2, 1, 0]


def test_auditors_alone_export_and_the_log_has_a_line(labelled: Town) -> None:
    for name in ("sun", "an"):
        assert refused(labelled.get(name, "/api/v1/events/1/annotations"), 403, "decide")
    assert refused(labelled.get("wu", "/api/v1/events/2/annotations"), 404, "no such file")
    assert refused(labelled.get("wu", "/api/v1/events/1/annotations", format="yolo"), 422, "format")
    lines = labelled.store.audit.page(AuditFilter(action=Action.EXPORTED), 9)
    assert {(line.user, line.subject, line.detail) for line in lines} == {
        ("wu", "event 1", "annotations coco"),
        ("wu", "event 1", "annotations cvat"),
    }
