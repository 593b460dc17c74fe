"""Site files as text with comments: a new one, or one camera's counters in one that a person wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from pydantic import ValidationError
from scipy.optimize import linear_sum_assignment

from models import Camera, Counter, ModelError, Site
from pipeline.zoning.limits import KNOWN_POSTS
from pipeline.zoning.proposal import CounterProposal, Proposal
from pipeline.zoning.proposal_text import reason

Kept = Mapping[str, Sequence[str]]
"""Lines of a counter that have nothing to do with its zones, by its id."""
_WHY = {
    "staff_zone": "where head and shoulders of whoever is at the post appear, seated and standing",
    "customer_zone": "the same of a customer at the window",
    "waiting_zone": "the same of people who wait",
}


@dataclass(frozen=True, slots=True)
class NewSite:
    """The keys of a new site file beside its counters."""

    site: str
    timezone: str
    profile: str


def named(proposal: Proposal, before: Sequence[Counter], taken: Sequence[str]) -> list[Counter]:
    """The proposed counters: at a post that was known `before` with its id and name, else numbered, none as `taken`."""
    old = _posts_again(proposal.counters, before)
    used = {*taken, *(one.id for one in old.values())}
    made = []
    for row, proposed in enumerate(proposal.counters):
        zones = {f"{role}_zone": getattr(proposed, role) for role in ("staff", "customer", "waiting")}
        if row in old:
            made.append(Counter.model_validate(old[row].model_dump() | zones))
            continue
        name = next(f"W{n}" for n in range(1, len(used) + 2) if f"W{n}" not in used)
        used.add(name)
        made.append(Counter.model_validate({"id": name} | zones))
    return made


def site_text(new: NewSite, camera: Camera, proposal: Proposal) -> str:
    """A whole site file of one camera, whose counters were made from `proposal`."""
    return "\n".join(
        [
            "# Proposed by counterwatch setup: look at the picture beside this file, and correct what is wrong.",
            "# Points are x, y in 0..1 of the picture; counterwatch setup --check draws them again.",
            f"site: {_scalar(new.site)}",
            f"timezone: {_scalar(new.timezone)}",
            f"profile: {_scalar(new.profile)}",
            "cameras:",
            *camera_lines(camera, proposal),
            "",
        ]
    )


def camera_lines(camera: Camera, proposal: Proposal) -> list[str]:
    """A camera as an item of the list of cameras."""
    block = counter_lines(camera.counters, proposal)
    return [
        f"- id: {_scalar(camera.id)}",
        f"  source: {_scalar(camera.source)}",
        *(f"  {line}" for line in block),
    ]


def counter_lines(counters: Sequence[Counter], proposal: Proposal, kept: Kept | None = None) -> list[str]:
    """The key `counters` with all of them, each with a comment on its basis, and its `kept` lines."""
    lines = ["counters:"]
    for counter, proposed in zip(counters, proposal.counters, strict=True):
        lines += [f"# {counter.id}: {reason(proposed, proposal.watched_s)}", f"- id: {_scalar(counter.id)}"]
        lines += [f"  {line}" for line in (kept or {}).get(counter.id, ())]
        for zone, why in _WHY.items():
            if points := getattr(counter, zone):
                lines += [f"  # {why}", f"  {zone}:", *(f"  - [{x:g}, {y:g}]" for x, y in points)]
    return lines


def with_counters(text: str, camera: str, block: Sequence[str]) -> str:
    """The site file `text` with the camera's counters replaced by `block`; every other line stays as it was."""
    node = next((item for item in _cameras(text) if _value(item, "id") == camera), None)
    key, value = _pair(node, "counters")
    if node is None or key is None or value is None or node.flow_style:
        raise ModelError(f"camera {camera!r}: its counters cannot be found in the file; write them in blocks")
    start, end = key.start_mark, _last(value)
    indented = f"\n{' ' * start.column}".join(block)
    return text[: start.index] + indented + text[end:]


def kept_lines(text: str, camera: str) -> Kept:
    """The lines of a camera's counters beside their zones, by the counter's id."""
    raw = next(item for item in yaml.safe_load(text)["cameras"] if str(item["id"]) == camera)
    rest = {
        str(one["id"]): {key: value for key, value in one.items() if key != "id" and key not in _WHY}
        for one in raw["counters"]
    }
    return {
        name: yaml.safe_dump(said, allow_unicode=True, sort_keys=False).splitlines()
        for name, said in rest.items()
        if said
    }


def with_camera(text: str, lines: Sequence[str]) -> str:
    """The site file `text` with one more camera after the others."""
    last = _cameras(text)[-1]
    indent = " " * (last.start_mark.column - 2)
    end = _last(last)
    return text[:end] + "".join(f"\n{indent}{line}" for line in lines) + text[end:]


def checked(text: str) -> Site:
    """The site that `text` says; raises ModelError where that is none."""
    try:
        return Site.model_validate(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise ModelError(
            f"the site file cannot be changed by itself: {' '.join(str(error).split())}"
        ) from error


def _posts_again(proposed: Sequence[CounterProposal], before: Sequence[Counter]) -> dict[int, Counter]:
    """By row of `proposed`, the counter of before whose post is nearest."""
    if not before or not proposed:
        return {}
    here = np.array([np.mean(one.staff, axis=0) for one in proposed])
    there = np.array([np.mean(one.staff_zone, axis=0) for one in before])
    gaps = np.linalg.norm(here[:, None] - there[None], axis=2)
    pairs = zip(*linear_sum_assignment(gaps), strict=True)
    return {int(i): before[j] for i, j in pairs if gaps[i, j] <= KNOWN_POSTS.same_post}


def _cameras(text: str) -> list[yaml.MappingNode]:
    _, cameras = _pair(yaml.compose(text, Loader=yaml.SafeLoader), "cameras")
    return list(cameras.value) if isinstance(cameras, yaml.SequenceNode) else []


def _pair(node: yaml.Node | None, name: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next(((key, value) for key, value in pairs if key.value == name), (None, None))


def _value(node: yaml.Node, name: str) -> str | None:
    value = _pair(node, name)[1]
    return str(value.value) if isinstance(value, yaml.ScalarNode) else None


def _last(node: yaml.Node) -> int:
    """The position at which the text of a node ends; YAML's own end of a block lies after the comments that follow
    it.
    """
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _last(last[1] if isinstance(last, tuple) else last)


def _scalar(value: str) -> str:
    return yaml.safe_dump(value, allow_unicode=True, width=10_000).removesuffix("\n").removesuffix("\n...")
