"""Labelled clips: NAME.mp4 (or .gif, .avi), NAME.site.yaml and NAME.truth.json side by side."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from models import Scalar
from pipeline.errors import PipelineError

TRUTH_SUFFIX = ".truth.json"


class TrueState(BaseModel):
    """`state` was true at `counter` from `start` to `end`, seconds from the first picture."""

    model_config = ConfigDict(frozen=True)

    counter: str = Field(min_length=1)
    state: str = Field(min_length=1)
    start: float = Field(allow_inf_nan=False)
    end: float = Field(allow_inf_nan=False)

    @model_validator(mode="after")
    def _ordered(self) -> "TrueState":
        if self.end < self.start:
            raise ValueError(f"end {self.end:g} is before start {self.start:g}")
        return self


class TrueEvent(BaseModel):
    """A labelled event; every key beside counter, kind, start and end is an attribute."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, bool | int | float | str | None]

    counter: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    start: float = Field(allow_inf_nan=False)
    end: float = Field(allow_inf_nan=False)

    @model_validator(mode="after")
    def _ordered(self) -> "TrueEvent":
        if self.end < self.start:
            raise ValueError(f"{self.kind}: end {self.end:g} is before start {self.start:g}")
        return self

    @property
    def attributes(self) -> dict[str, Scalar]:
        """The labelled attributes; those labelled null are unknown and left out."""
        return {name: value for name, value in self.__pydantic_extra__.items() if value is not None}


class Truth(BaseModel):
    """The truth of one clip, by a person or a renderer.

    `exhaustive` names the kinds with all events listed: any other found event of these is a false alarm.
    `tolerance_s` is how exact the labels are.
    """

    model_config = ConfigDict(frozen=True)

    video: str = Field(pattern=r"^[^/\\]+$", description="a file name beside the truth file, not a path")
    origin: Literal["real", "rendered"]
    tolerance_s: float = Field(ge=0, allow_inf_nan=False)
    states: tuple[TrueState, ...] = ()
    events: tuple[TrueEvent, ...] = ()
    exhaustive: frozenset[str] = frozenset()
    notes: str = ""


class EvaluationClip(BaseModel):
    """One labelled clip: its name (path below the evaluated folder, no suffix), its files, its truth."""

    model_config = ConfigDict(frozen=True)

    name: str
    video: Path
    site: Path
    truth: Truth


def load_clips(folder: Path) -> list[EvaluationClip]:
    """Every labelled clip in the folder and below it, by name.

    Raises PipelineError, one line, for the first file that is missing or wrong and for a folder without clips: before
    the analysis, so that a long run does not end on a typing error.
    """
    if not folder.is_dir():
        raise PipelineError(f"{folder}: no such folder; give one with labelled clips")
    files = sorted(folder.rglob(f"*{TRUTH_SUFFIX}"))
    if not files:
        raise PipelineError(
            f"{folder}: no clip in it; a clip is NAME.mp4, NAME.site.yaml and NAME{TRUTH_SUFFIX}"
        )
    return [load_clip(file, folder) for file in files]


def load_clip(truth_file: Path, folder: Path) -> EvaluationClip:
    """One clip by its truth file; raises PipelineError as `load_clips`."""
    truth = load_truth(truth_file)
    stem = truth_file.name.removesuffix(TRUTH_SUFFIX)
    video, site = truth_file.with_name(truth.video), truth_file.with_name(f"{stem}.site.yaml")
    for part, what in ((video, "video"), (site, "site file")):
        if not part.is_file():
            raise PipelineError(f"{truth_file}: its {what} {part.name} is not beside it")
    name = truth_file.relative_to(folder).with_name(stem).as_posix()
    return EvaluationClip(name=name, video=video, site=site, truth=truth)


def load_truth(path: Path) -> Truth:
    """Read and check a truth file; raises PipelineError, one line with file and place."""
    try:
        return Truth.model_validate_json(path.read_bytes())
    except OSError as error:
        raise PipelineError(f"{path}: cannot read the truth file: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "top level"
        raise PipelineError(f"{path}: {where}: {' '.join(first['msg'].split())}") from error
