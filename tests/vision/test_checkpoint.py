"""A file of PyTorch weights from a stranger: it runs nothing, and anything unexpected in it is refused."""

import io
import pickle
import zipfile
from pathlib import Path

import pytest

from vision.core import VisionError
from vision.weights.checkpoint import read_model
from vision.weights.detector_weights import PT_FILE


def checkpoint(pickled: bytes) -> bytes:
    """A file of weights that contains this pickle."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("model/data.pkl", pickled)
        archive.writestr("model/data/0", bytes(16))
    return content.getvalue()


def call(module: str, name: str, argument: str) -> bytes:
    """A pickle that calls module.name(argument) and presents the result as a network."""
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
            # A known name from a module to which it does not belong.
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
        """This proves that the test above can fail."""
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
    """Four numbers, and a pickle of a tensor that shows some of them."""

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
