"""Reader of PyTorch weights without PyTorch: tensors, plain containers and module attributes. No code in the file runs.

Such a file is a zip of one pickle and the bytes of its tensors. A pickle may name any function of Python and call it;
this reader accepts the few names below and refuses every other one.
"""

import io
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vision.core import VisionError

STORAGES = {"FloatStorage": "<f4", "HalfStorage": "<f2", "LongStorage": "<i8"}
MODULES = frozenset(
    {
        *(("torch.nn.modules.activation", "SiLU"), ("torch.nn.modules.batchnorm", "BatchNorm2d")),
        *(("torch.nn.modules.container", "ModuleList"), ("torch.nn.modules.container", "Sequential")),
        *(("torch.nn.modules.conv", "Conv2d"), ("torch.nn.modules.pooling", "MaxPool2d")),
        *(("torch.nn.modules.upsampling", "Upsample"), ("ultralytics.nn.modules.block", "Bottleneck")),
        *(("ultralytics.nn.modules.block", "C2f"), ("ultralytics.nn.modules.block", "DFL")),
        *(("ultralytics.nn.modules.block", "SPPF"), ("ultralytics.nn.modules.conv", "Concat")),
        *(("ultralytics.nn.modules.conv", "Conv"), ("ultralytics.nn.modules.head", "Detect")),
        ("ultralytics.nn.tasks", "DetectionModel"),
    }
)
"""The classes of a YOLOv8 detection model. Each is read as a TorchModule, which has no code."""


@dataclass
class TorchModule:
    """A layer as described in the file: attributes by name, and its parameters, buffers and parts."""

    state: dict[str, Any] = field(default_factory=dict)

    def __setstate__(self, state: dict[str, Any]) -> None:
        if not isinstance(state, dict):
            raise pickle.UnpicklingError("a module whose state is no dict")
        self.state = state

    @property
    def kind(self) -> str:
        """Name of the layer's class in PyTorch."""
        return type(self).__name__

    def part(self, name: str) -> "TorchModule":
        """The inner layer `name`; raises KeyError without one."""
        found = self.state["_modules"][name]
        if not isinstance(found, TorchModule):
            raise TypeError(f"{self.kind}.{name} is no layer")
        return found

    def parts(self) -> list["TorchModule"]:
        """All inner layers, in order."""
        return [self.part(name) for name in self.state["_modules"]]

    def array(self, name: str) -> NDArray[np.float32]:
        """The parameter or buffer `name` as float32; raises KeyError without one."""
        found = {**self.state["_buffers"], **self.state["_parameters"]}[name]
        if not isinstance(found, _Tensor):
            raise TypeError(f"{self.kind}.{name} is no tensor")
        return np.asarray(found.array, np.float32)


@dataclass(frozen=True)
class _Tensor:
    array: NDArray[Any]


def read_model(content: bytes, name: str) -> TorchModule:
    """The network in the file with this `content`; `name` is the file's, for the message.

    Raises VisionError in one line for other files, and for a pickle that names anything outside the lists above. Such a
    pickle runs nothing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            pickled = next(n for n in archive.namelist() if n.endswith("/data.pkl"))
            loaded = _Reader(archive, pickled).load()
        model = loaded["model"]
        if not isinstance(model, TorchModule):
            raise TypeError("its model is no network")
    except VisionError as refused:
        raise VisionError(f"{name}: {refused}") from None
    except Exception as error:  # a damaged pickle can raise anything
        raise VisionError(f"{name}: cannot be read as PyTorch weights: {_line(error)}") from error
    return model


class _Reader(pickle.Unpickler):
    """An unpickler that accepts only the names above."""

    def __init__(self, archive: zipfile.ZipFile, pickled: str) -> None:
        super().__init__(io.BytesIO(archive.read(pickled)))
        self._archive, self._root = archive, pickled.removesuffix("data.pkl")
        self._known = _known_names()

    def find_class(self, module: str, name: str) -> Any:
        """The object that the pickle may use under this name; raises VisionError for every other name."""
        known = self._known.get((module, name))
        if known is None:
            raise VisionError(f"refused: it asks for {module}.{name}, which no weights need"[:300])
        return known

    def persistent_load(self, pid: Any) -> NDArray[Any]:
        """The numbers of a storage: `pid` is ("storage", type, file's name, device, count)."""
        _, kind, key, _, _ = pid
        if kind not in STORAGES.values():
            raise pickle.UnpicklingError("a storage of an unknown type")
        return np.frombuffer(self._archive.read(f"{self._root}data/{key}"), kind)


def _known_names() -> Mapping[tuple[str, str], Any]:
    """The accepted names, created anew for every file, so that no file can change how the next one is read."""
    return {
        ("collections", "OrderedDict"): OrderedDict,
        ("__builtin__", "set"): set,
        ("torch", "Size"): tuple,
        ("torch._utils", "_rebuild_tensor_v2"): _Call(_tensor),
        ("torch._utils", "_rebuild_parameter"): _Call(lambda tensor, *_: tensor),
        **{("torch", name): code for name, code in STORAGES.items()},
        **{(module, name): type(name, (TorchModule,), {}) for module, name in MODULES},
    }


class _Call:
    """A function without attributes that a pickle could set."""

    __slots__ = ("__call",)

    def __init__(self, call: Callable[..., _Tensor]) -> None:
        self.__call = call

    def __call__(self, *args: Any) -> _Tensor:
        return self.__call(*args)


def _tensor(
    storage: NDArray[Any], offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: Any
) -> _Tensor:
    """A copy of the part of a storage that belongs to a tensor, never of numbers outside of it."""
    last = offset + sum((n - 1) * step for n, step in zip(size, stride, strict=True))
    inside = offset >= 0 and all(n > 0 for n in size) and all(step >= 0 for step in stride)
    if not inside or last >= len(storage) or prod(size) > len(storage):
        raise pickle.UnpicklingError("a tensor that reaches beyond its numbers")
    steps = [step * storage.itemsize for step in stride]
    return _Tensor(np.lib.stride_tricks.as_strided(storage[offset:], size, steps).copy())


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
