"""Every number that decides something has one place, a unit and a basis: no bare number in pipeline/ and vision/."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from scripts.house import Module, modules
from vision.core import Basis, origins

HARMLESS = {0, 1, -1, 2, 0.5, -0.5, 1e-3, 1e-4, 1e-6, 1e-9, 1e-12}
"""Nothing, all, the other way, a pair, a half, and guards against a division by zero or rounding."""

CONVERSIONS = {12, 24, 59, 60, 100, 180, 255, 256, 360, 1000, 1024, 3600, 86400, 1e6, 1.4826}
"""Months, hours, minutes and seconds, percents, degrees, bytes and grey levels, thousands and millions; the standard
deviation of normal noise by its median absolute deviation."""

UNITS = {"_MINUTE", "MINUTE_S", "_HOUR_S", "HOUR_S", "_DAY_S", "FULL", "_FULL", "_STEPS", "DAY_S", "_MB"}
"""Names at the top of a module that are such a conversion."""

FREE = {
    "pipeline.clips.encoding": "the clock, the key pictures and the quality of an MP4 file",
    "pipeline.intervals.robust": "sizes of samples that decide how fast a median is found, and not which",
    "pipeline.intervals.ticks": "the resolution of times",
    "pipeline.reports.charts": "the layout of a drawing",
    "pipeline.reports.page_content": "colours of points, told in the legend",
    "pipeline.roster.workbook_file": "the serial numbers of days in a workbook",
    "pipeline.scoring.rates": "a quantile of the normal distribution",
    "pipeline.states.standing_weights": "written by benchmarks.fit_standing",
    "pipeline.zoning.drawing": "the layout of a picture; its limits are in a dataclass",
    "vision.detection.letterbox": "the grid and the padding of YOLO",
    "vision.measures.colours": "the formulas of sRGB (IEC 61966-2-1) and CIE Lab",
    "vision.sources.h264": "the bit stream of H.264",
    "vision.sources.header": "the headers of containers",
    "vision.sources.mpeg4": "the bit stream of MPEG-4",
    "vision.sources.multipart": "the lines and stamps of a multipart stream",
    "vision.weights.onnx_check": "a painted figure, and the logits that the official weights give for it",
    "vision.weights.mediapipe_weights": "the scale of a network's input",
    "vision.weights.mediapipe_bundles": "the format of a zip archive",
    "vision.weights.onnx_int8_graph": "the arithmetic of eight bits",
    "vision.weights.yolo_layout": "the shapes of a network's outputs",
    "vision.weights.yolov8": "the layers of a network",
    "vision.weights.yolov8n_ranges": "written by benchmarks.detector_ranges",
}
"""Modules whose numbers a format, a formula, a layout or a command prescribes, with the reason."""

PARTS = [part for part in modules() if part.path.parts[0] in ("pipeline", "vision")]


def _number(node: ast.AST) -> float | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _number(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)
    return None


def _numbers(node: ast.AST) -> Iterator[tuple[ast.AST, float]]:
    """The numbers below a node, with their signs; the origin of a limit and the digits of `round` are none."""
    if isinstance(node, ast.Call) and _called(node) in ("limit", "round"):
        return
    value = _number(node)
    if value is not None:
        yield node, value
        return
    for part in ast.iter_child_nodes(node):
        yield from _numbers(part)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_float(node: ast.AST) -> bool:
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def bare(tree: ast.AST) -> list[str]:
    """The bare numbers of a module, each with its line.

    They are fractions anywhere, whole numbers in comparisons, and all numbers at the top of the module that are
    compared with or computed with by name.
    """
    found = {
        (part, value)
        for part, value in _numbers(tree)
        if _is_float(part) and value not in HARMLESS | CONVERSIONS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and not _counts(node):
            found |= {
                (part, value)
                for side in (node.left, *node.comparators)
                if (value := _number(part := side)) is not None and value not in HARMLESS | CONVERSIONS
            }
    found |= set(_named(tree))
    return [f"line {part.lineno}: {value:g}" for part, value in sorted(found, key=lambda one: one[0].lineno)]  # type: ignore[attr-defined]


def _counts(node: ast.Compare) -> bool:
    """Whether the sides of a shape, or the parts of a row, are compared: they decide nothing about a picture."""
    return any(
        isinstance(side, ast.Call) and _called(side) == "len" for side in (node.left, *node.comparators)
    )


def _named(tree: ast.AST) -> Iterator[tuple[ast.AST, float]]:
    """Numbers that a module names at its top or in a class, and compares with or computes with."""
    used = {
        name.id if isinstance(name, ast.Name) else name.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.BinOp)
        for name in ast.iter_child_nodes(node)
        if isinstance(name, ast.Name | ast.Attribute)
    }
    for body in [
        tree.body,
        *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and not _enum(node)),
    ]:  # type: ignore[attr-defined]
        for node in body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                yield from _of_names(node, used)


def _enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)


def _of_names(node: ast.Assign | ast.AnnAssign, used: set[str]) -> Iterator[tuple[ast.AST, float]]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    if names & used - UNITS and all(name.isupper() for name in names):
        yield from ((part, value) for part in values if (value := _number(part)) not in (None, 0, 1, -1))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_module_has_no_bare_number(part: Module) -> None:
    found = [] if part.name in FREE else bare(part.tree)
    assert not found, f"{part.path}: {'; '.join(found)}: make it a field of the limits of its subject"


def test_a_module_that_is_free_has_numbers_of_its_own() -> None:
    names = {part.name: part for part in PARTS}
    assert [name for name in FREE if name not in names or not bare(names[name].tree)] == []


@pytest.mark.parametrize(
    "text",
    [
        "def tall(height):\n    return height > 1.8",
        "def many(looks):\n    return looks >= 7",
        "LEAST_S = 3.0\ndef long(seconds):\n    return seconds >= LEAST_S",
        "LOOKS = 20\ndef enough(looks):\n    return looks > LOOKS",
        "HALF_OPEN = 0.5\ndef wide(mouth):\n    return mouth > HALF_OPEN",
        "class Watch:\n    FOLLOW_S = 60.0\n    def weight(self, time):\n        return time / self.FOLLOW_S",
        "def weight(age_s):\n    return 0.3 * age_s",
        "def up(y):\n    return y < -0.06",
    ],
)
def test_a_bare_number_is_noticed(text: str) -> None:
    assert len(bare(ast.parse(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "LEAST_S: float = limit(3.0, 's', Basis.CHOICE, 'why')",
        "def minutes(seconds):\n    return seconds / 60",
        "def two(digits):\n    return round(digits, 3)",
        "def half(width):\n    return 0.5 * width",
        "def safe(size):\n    return 1 / max(size, 1e-9)",
        "def share(percent):\n    return percent / 100.0",
        "def joints(points):\n    return points[5], points[6]",
    ],
)
def test_a_number_that_decides_nothing_may_stay(text: str) -> None:
    assert bare(ast.parse(text)) == []


LIMITS = [
    (part.name, node.name)
    for part in PARTS
    for node in part.tree.body
    if isinstance(node, ast.ClassDef) and node.name.endswith("Limits")
]


@pytest.mark.parametrize(("module", "name"), LIMITS)
def test_every_limit_tells_its_unit_its_basis_and_the_reason(module: str, name: str) -> None:
    limits = getattr(importlib.import_module(module), name)
    assert limits.__dataclass_params__.frozen
    assert [part.name for part in fields(limits) if "origin" not in part.metadata] == []
    for field, origin in origins(limits).items():
        assert len(origin.reason) > 2, field


def test_what_is_measured_is_fitted_by_a_command_of_the_project() -> None:
    root = Path(__file__).parents[1]
    measured = [
        origin.reason
        for module, name in LIMITS
        for origin in origins(getattr(importlib.import_module(module), name)).values()
        if origin.basis is Basis.MEASURED
    ]
    commands = {reason.split("python -m ")[1].split(",")[0] for reason in measured}
    assert commands == {"benchmarks.fit_standing"}
    assert all((root / f"{command.replace('.', '/')}.py").is_file() for command in commands)
