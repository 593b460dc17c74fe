"""Packing of tflite models into MediaPipe task bundles: metadata added, members aligned, reproducible bytes."""

import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from vision.core import VisionError

# TensorFlow Lite needs constant tensors on 16 byte boundaries, and reads them in place from a mapped bundle.
ALIGNMENT = 16
LOCAL_HEADER = 30  # bytes before the name of a zip member
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date of a zip, so that the bytes are the same on every day


@dataclass(frozen=True, slots=True)
class BundleMember:
    """A model of a bundle: its `name` there, its `path` under mediapipe/modules, and its pixel format.

    The model is given (pixel - mean) / std; `mean` and `std` are None when the file states them itself. `output` is the
    required length of its longest output, 0 when that is right already.
    """

    name: str
    path: str
    mean: float | None = None
    std: float | None = None
    output: int = 0

    @property
    def file(self) -> str:
        """File name without the folder."""
        return self.path.rpartition("/")[2]


def packed(members: Mapping[str, bytes]) -> bytes:
    """An uncompressed zip of `members` (name to content), each content aligned; the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            info.extra = _padding(buffer.tell() + LOCAL_HEADER + len(name.encode()))
            bundle.writestr(info, content)
    return buffer.getvalue()


def _padding(offset: int) -> bytes:
    """A zip extra field that moves content from `offset` to the next boundary: a header, then zeros."""
    size = -(offset + 4) % ALIGNMENT
    return b"\xd9\x35" + size.to_bytes(2, "little") + bytes(size)


def prepared(model: bytes, member: BundleMember) -> bytes:
    """The tflite `model` in the form for `member`: with metadata, and outputs of the length that Tasks expects.

    Raises VisionError when `model` is no tflite file.
    """
    if model[4:8] != b"TFL3":
        raise VisionError(f"{member.file} is no tflite model; take it from a fresh copy of the weights")
    if member.mean is None or member.std is None:
        return model
    return _completed(model, _metadata(member.mean, member.std), member.output)


def _completed(content: bytes, metadata: bytes, output: int) -> bytes:
    """The model with metadata, and its longest output extended to `output` numbers when that is not 0."""
    from mediapipe.tasks.metadata import schema_py_generated as schema  # noqa: PLC0415  # costs a second to import

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(content, 0))
    entry = schema.MetadataT()
    entry.name, entry.buffer = "TFLITE_METADATA", _new_buffer(model, metadata)
    model.metadata = [*(model.metadata or []), entry]
    if output:
        _lengthen(model, output)
    return _finished(model, b"TFL3")


def _new_buffer(model: Any, content: bytes) -> int:
    """Append a buffer to the model; returns its index."""
    from mediapipe.tasks.metadata import schema_py_generated as schema  # noqa: PLC0415

    buffer = schema.BufferT()
    buffer.data = list(content)
    model.buffers.append(buffer)
    return len(model.buffers) - 1


def _new_tensor(model: Any, name: str, shape: list[int], kind: int, buffer: int = 0) -> int:
    """Append a tensor to the model; returns its index. Buffer 0 means computed, not stored."""
    from mediapipe.tasks.metadata import schema_py_generated as schema  # noqa: PLC0415

    tensor = schema.TensorT()
    tensor.name, tensor.shape, tensor.type, tensor.buffer = name, shape, kind, buffer
    model.subgraphs[0].tensors.append(tensor)
    return len(model.subgraphs[0].tensors) - 1


def _lengthen(model: Any, size: int) -> None:
    """Append zeros to the model's longest output until it has `size` numbers.

    MediaPipe Tasks divides the face mesh by 478 landmarks, including the irises. A mesh of 468 without irises has 1404
    numbers: that gives two per landmark instead of three, so every coordinate is assigned to another landmark.
    """
    from mediapipe.tasks.metadata import schema_py_generated as schema  # noqa: PLC0415

    graph = model.subgraphs[0]
    short = max(graph.outputs, key=lambda i: prod(graph.tensors[i].shape))
    shape = [int(side) for side in graph.tensors[short].shape]
    ends = [0] * (2 * len(shape) - 1) + [size - shape[-1]]  # (before, after) of each axis: after the last one
    stored = _new_buffer(model, struct.pack(f"<{len(ends)}i", *ends))
    paddings = _new_tensor(model, "paddings", [len(shape), 2], schema.TensorType.INT32, stored)
    padded = _new_tensor(model, "padded", [*shape[:-1], size], graph.tensors[short].type)
    code, pad = schema.OperatorCodeT(), schema.OperatorT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.PAD
    model.operatorCodes.append(code)
    pad.opcodeIndex, pad.inputs, pad.outputs = len(model.operatorCodes) - 1, [short, paddings], [padded]
    pad.builtinOptionsType, pad.builtinOptions = schema.BuiltinOptions.PadOptions, schema.PadOptionsT()
    graph.operators.append(pad)
    graph.outputs = [padded if i == short else i for i in graph.outputs]


def _metadata(mean: float, std: float) -> bytes:
    """A ModelMetadata flatbuffer: one RGB picture in, normalised by `mean` and `std`."""
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema  # noqa: PLC0415

    image = schema.ImagePropertiesT()
    image.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = image
    options = schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    normalise = schema.ProcessUnitT()
    normalise.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    normalise.options = options
    tensor = schema.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [normalise]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    root = schema.ModelMetadataT()
    root.name, root.subgraphMetadata = "counterwatch", [graph]
    return _finished(root, b"M001")


def _finished(root: Any, identifier: bytes) -> bytes:
    import flatbuffers  # type: ignore[import-untyped]  # noqa: PLC0415

    class Aligned(flatbuffers.Builder):  # type: ignore[misc]
        """A builder that aligns buffers as the schema requires, which the generated Python code does not."""

        def StartVector(self, elemSize: int, numElems: int, alignment: int) -> Any:  # noqa: N802, N803
            return super().StartVector(elemSize, numElems, max(alignment, ALIGNMENT))

    builder = Aligned(0)
    builder.Finish(root.Pack(builder), identifier)
    return bytes(builder.Output())
