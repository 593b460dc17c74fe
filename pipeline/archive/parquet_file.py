"""One Parquet file of signals: a camera's counters over one day."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import PipelineError
from vision.core import Signals

SCHEMA_VERSION = "1"
_VERSION, _CAMERA = b"counterwatch.schema", b"counterwatch.camera"


def save(path: Path, camera: str, rows: Mapping[str, Signals]) -> None:
    """Write the file as a whole, or leave the old one as it was.

    A reader sees the old file or the new one, never a part: the rows go to a hidden file beside it, to the disk, and
    only then in its place. Raises PipelineError if the place cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            _write(_tables(camera, rows), file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise PipelineError(f"{path}: cannot write the signals: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def load(path: Path, camera: str) -> dict[str, Signals]:
    """The signals of each counter in the file; {} when there is no file.

    Raises PipelineError, one line, for a damaged file, another camera's file, or one of another schema
    version.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            _check(path, camera, file.schema_arrow.metadata or {})
            groups = [file.read_row_group(number) for number in range(file.num_row_groups)]
    except FileNotFoundError:
        return {}
    except (pa.ArrowException, OSError) as error:
        raise PipelineError(
            f"{path}: the signals are damaged ({' '.join(str(error).split())[:120]}): "
            "move the file away and analyse the day again"
        ) from error
    return _signals(groups)


def counters_of(path: Path) -> int:
    """How many counters the file holds; one row group each."""
    with pq.ParquetFile(path) as file:
        return int(file.num_row_groups)


def _tables(camera: str, rows: Mapping[str, Signals]) -> list[pa.Table]:
    """One table for each counter, all of one schema; a column that a counter lacks is null, not NaN."""
    names = sorted({name for signals in rows.values() for name in signals.columns})
    fields = [pa.field("counter", pa.dictionary(pa.int32(), pa.string())), pa.field("time", pa.float64())]
    fields += [pa.field(name, pa.float32()) for name in names]
    schema = pa.schema(fields, metadata={_VERSION: SCHEMA_VERSION.encode(), _CAMERA: camera.encode()})
    return [_counter_table(schema, counter, signals) for counter, signals in sorted(rows.items())]


def _counter_table(schema: pa.Schema, counter: str, signals: Signals) -> pa.Table:
    size = len(signals)
    names = pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(size, np.int32)), pa.array([counter], pa.string())
    )
    columns = [names, pa.array(signals.time, pa.float64())]
    for name in schema.names[2:]:
        column = signals.columns.get(name)
        columns.append(pa.nulls(size, pa.float32()) if column is None else pa.array(column, pa.float32()))
    return pa.Table.from_arrays(columns, schema=schema)


def _write(tables: list[pa.Table], file: object) -> None:
    schema = tables[0].schema
    with pq.ParquetWriter(
        file,
        schema,
        compression="zstd",
        use_dictionary=["counter"],
        # splitting floats into their bytes halves the file: neighbouring measures share sign and exponent
        use_byte_stream_split=list(schema.names[1:]),
        write_page_checksum=True,
    ) as writer:
        for table in tables:
            writer.write_table(table, row_group_size=max(table.num_rows, 1))


def _check(path: Path, camera: str, metadata: Mapping[bytes, bytes]) -> None:
    version, owner = metadata.get(_VERSION, b"").decode(), metadata.get(_CAMERA, b"").decode()
    if version != SCHEMA_VERSION:
        raise PipelineError(
            f"{path}: signals of schema {version or 'unknown'}, this version reads {SCHEMA_VERSION}"
        )
    if owner != camera:
        raise PipelineError(f"{path}: signals of camera {owner!r}, expected {camera!r}: move the file away")


def _signals(groups: Sequence[pa.Table]) -> dict[str, Signals]:
    """The signals of each counter; a counter has a row group of its own, so no search is needed."""
    found: dict[str, list[pa.Table]] = {}
    for table in groups:
        for name in table["counter"].unique().to_pylist():
            found.setdefault(str(name), []).append(table)
    return {name: _of_counter(pa.concat_tables(found[name])) for name in sorted(found)}


def _of_counter(table: pa.Table) -> Signals:
    columns = {
        name: table[name].to_numpy().astype(np.float32, copy=False)
        for name in table.column_names[2:]
        if table[name].null_count < table.num_rows
    }
    return Signals(table["time"].to_numpy(), columns)
