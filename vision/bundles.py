"""Packs tflite models into MediaPipe task bundles: metadata added, members aligned, always the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vision.errors import VisionError

# TensorFlow Lite needs constant tensors on 16 byte boundaries, and reads them in place from a mapped bundle.
ALIGNMENT = 16
LOCAL_HEADER = 30  # bytes before the name of a zip member
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold: the same bytes on every day


@dataclass(frozen=True, slots=True)
class Member:
    """A model of a bundle: its `name` there, its `path` under mediapipe/modules, and how it wants its pixels.

    The model is given (pixel - mean) / std; `mean` and `std` None means the file says so itself.
    """

    name: str
    path: str
    mean: float | None = None
    std: float | None = None

    @property
    def file(self) -> str:
        """File name alone."""
        return self.path.rpartition("/")[2]


def packed(members: Mapping[str, bytes]) -> bytes:
    """An uncompressed zip of `members` (name to content), each content aligned; always the same bytes."""
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


def prepared(model: bytes, member: Member) -> bytes:
    """The tflite `model` as `member` wants it, with normalisation metadata where the file has none.

    Raises VisionError when `model` is no tflite file.
    """
    if model[4:8] != b"TFL3":
        raise VisionError(f"{member.file} is no tflite model; take it from a fresh copy of the weights")
    if member.mean is None or member.std is None:
        return model
    return _with_metadata(model, member.mean, member.std)


def _with_metadata(content: bytes, mean: float, std: float) -> bytes:
    from mediapipe.tasks.metadata import schema_py_generated as schema  # noqa: PLC0415  # costs a second to import

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(content, 0))
    buffer, entry = schema.BufferT(), schema.MetadataT()
    buffer.data = list(_metadata(mean, std))
    entry.name, entry.buffer = "TFLITE_METADATA", len(model.buffers)
    model.buffers.append(buffer)
    model.metadata = [*(model.metadata or []), entry]
    return _finished(model, b"TFL3")


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
        """The generated Python code forgets that the schema asks for aligned buffers."""

        def StartVector(self, elemSize: int, numElems: int, alignment: int) -> Any:  # noqa: N802, N803
            return super().StartVector(elemSize, numElems, max(alignment, ALIGNMENT))

    builder = Aligned(0)
    builder.Finish(root.Pack(builder), identifier)
    return bytes(builder.Output())
