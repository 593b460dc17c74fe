"""Scripts of generated clips: a clerk at a desk and customers at a window, drawn from a seed.

The functions return scripts in the format of the renderer (a folder of its own, `clips.py` there). The renderer's
modules are found only in its own process, so they are loaded by name.
"""

import importlib
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

import numpy as np

Rng = np.random.Generator
Script = dict[str, object]
Action = dict[str, object]
# The cameras of the renderer: before the clerk, from the hall's corner, beside the desk, across the hall.
CAMERAS = ("A", "B", "C", "D")
_SIZES = ((352, 288), (640, 360), (640, 360), (704, 576), (960, 540))
_DESK_S = 75.0
_WINDOWS = (-0.85, 0.85)
_ALONE = (0.0,)
# Postures that norms know, and what other people take for them.
_FAULTS = (
    "hunch", "hunch", "slouch", "chin", "chin", "phone", "phone_call", "yawn", "yawn_open", "sleep", "sleep",
)  # fmt: skip
# What mouths and hands do at a face that is no yawn, and yawns among it.
_TALK = ("talk", "talk", "laugh", "laugh", "drink", "glasses", "scratch", "yawn", "yawn_open")
_WORK = (
    "read",
    "write",
    "type",
    "bend",
    "reach",
    "drink",
    "scratch",
    "glasses",
    "talk",
    "laugh",
    "turn",
    "stretch",
)


def names() -> list[str]:
    """The families of these scripts: `desk_A`, `window_A` and so on, a camera each."""
    return [f"{what}_{camera}" for what in ("desk", "speech", "window") for camera in CAMERAS]


def script(name: str, seed: int) -> tuple[Script, tuple[int, int]]:
    """The script of one clip of a family, and the size of its picture in pixels."""
    what, camera = name.split("_")
    rng = np.random.default_rng([seed, 77])
    made: Callable[[Rng, str], Script] = {
        "desk": _desk, "speech": _speech, "window": _window,
    }[what]  # fmt: skip
    size = _SIZES[int(rng.integers(len(_SIZES)))]
    found = made(rng, camera) | {
        "name": name,
        "camera": camera,
        "fps": 5,
        "description": f"{what}, generated",
    }
    return _strained(found, rng), size


def _strained(found: Script, rng: Rng) -> Script:
    """The same at a hall's own camera, half of them cheap, with things on the desk and what people wear."""
    hard = _scenes("hard")
    if rng.random() < 0.25:
        found = hard.glassed(found, rng)
    if rng.random() < 0.25:
        found = hard.cluttered(found, rng)
    if rng.random() < 0.1:
        found = hard.lit(found, rng)
    _dressed(found, rng)
    found["look"] = _look(rng)
    return found


def _look(rng: Rng) -> dict[str, object]:
    """What the camera does to the picture, from nearly nothing to a poor one."""
    worse = float(rng.uniform(0, 1))
    look: dict[str, object] = {
        "kbps": int(rng.uniform(120, 200) + 400 * (1 - worse)),
        "noise": 1 + 5 * worse * float(rng.random()),
        "soft": 1 - 0.35 * worse * float(rng.random()),
        "osd": f"CAM {rng.integers(1, 30):02d}",
    }
    if rng.random() < 0.2:
        look["lens"] = float(rng.uniform(0.05, 0.3))
    if rng.random() < 0.15:
        look["mono"] = True
    return look


def _dressed(found: Script, rng: Rng) -> None:
    """Heights, masks, hats and headscarves; a masked clerk's yawns are not judged."""
    for actor in found["actors"]:
        wear = {"height": float(rng.uniform(0.3, 0.95))} if rng.random() < 0.4 else {}
        if rng.random() < 0.12:
            wear["mask"] = (0.62, 0.72, 0.78)
        if rng.random() < 0.08:
            wear["scarf"], actor["gender"] = (0.2, 0.1, 0.3), "female"
        elif rng.random() < 0.08:
            wear["hat"] = (0.05, 0.06, 0.12)
        if "mask" in wear and actor["role"] == "staff":
            found["not_judged"] = ["yawning"]
        actor["wear"] = wear


def _speech(rng: Rng, camera: str) -> Script:
    """A clerk who mostly talks and laughs, and now and then yawns."""
    return _desk(rng, camera, _TALK)


def _desk(rng: Rng, camera: str, only: Sequence[str] = ()) -> Script:
    """Clerks alone, in random order at work and at fault; or who do `only` these things."""
    places = _WINDOWS if camera == "D" else _ALONE
    hard = _scenes("hard")
    actors, actions = [], []
    for row, x in enumerate(places):
        actors.append(hard.staff_at(f"s{row + 1}", x))
        actions += [one for part in _idle_moments(rng, f"s{row + 1}", _DESK_S, only) for one in part]
    return {
        "duration": _DESK_S, "low_counter": bool(rng.random() < 0.6), "actors": actors, "actions": actions,
        "windows": [{"id": f"W{row + 1}", "x": x} for row, x in enumerate(places)],
    }  # fmt: skip


def _idle_moments(rng: Rng, who: str, until: float, only: Sequence[str]) -> Iterator[list[Action]]:
    time = float(rng.uniform(2, 6))
    while time < until - 16:
        kinds = only or (_FAULTS if rng.random() < 0.6 else _WORK)
        part, took = moment(rng, who, str(rng.choice(kinds)), time)
        yield part
        time += took + float(rng.uniform(1, 4))


def moment(rng: Rng, who: str, kind: str, time: float) -> tuple[list[Action], float]:
    """The actions of one thing that a clerk does at `time`, and the seconds it takes."""
    act = _scenes("clips").A
    hold = float(rng.uniform(5, 11))
    if kind in ("hunch", "slouch", "sleep"):
        return [act(who, time, kind, hold=hold, d=float(rng.uniform(0.9, 1.8)))], hold + 4
    if kind in ("phone", "phone_call"):
        return [act(who, time, kind, hold=hold)], hold + 2
    if kind == "chin":
        return [act(who, time, "chin", hold=hold - 1)], hold + 3
    if kind in ("yawn", "yawn_open"):
        return [act(who, time, "yawn", hand=kind == "yawn", hold=float(rng.uniform(2.8, 4.2)))], 5
    return _work(rng, who, kind, time)


def _work(rng: Rng, who: str, kind: str, time: float) -> tuple[list[Action], float]:
    """Work and habits that are no fault."""
    act = _scenes("clips").A
    hold = float(rng.uniform(3, 8))
    side = str(rng.choice(["L", "R"]))
    pitch = float(rng.uniform(15, 45))
    parts: dict[str, list[Action]] = {
        "read": [act(who, time, "look", pitch=pitch, hold=hold)],
        "write": [
            act(who, time, "posture", name="lean_fwd"), act(who, time + 0.2, "look", pitch=pitch, hold=hold),
            act(who, time + 0.2, "arm", name="desk", side="R", hold=hold), act(who, time + hold, "posture", name="sit"),
        ],
        "type": [act(who, time, "arm", name="mouse", hold=hold), act(who, time, "look", yaw=25.0, hold=hold)],
        "bend": [act(who, time, "bend", seated=True, hold=1.5)],
        "reach": [act(who, time, "reach_printer", hold=3.0)],
        "drink": [
            act(who, time, "arm", name="mouth", side=side, hold=2.2),
            act(who, time + 0.3, "look", pitch=-12, hold=1.8),
        ],
        "scratch": [act(who, time, "arm", name="ear", side=side, hold=1.8)],
        "glasses": [act(who, time, "arm", name="glasses", side=side, hold=1.6)],
        "talk": [
            act(who, time, "talk", hold=hold, wide=True),
            act(who, time + 1, "arm", name="wave2", side=side, hold=1.2),
        ],
        "laugh": [act(who, time, "smile", hold=3.0), act(who, time + 0.5, "talk", hold=2.0, wide=True)],
        "turn": [act(who, time, "look", yaw=float(rng.choice([-40, 40])), hold=hold)],
        "stretch": [act(who, time, "posture", name="sit_lap"), act(who, time + hold, "posture", name="sit")],
    }  # fmt: skip
    return parts[kind], hold + 1.5


def _window(rng: Rng, camera: str) -> Script:
    """Two customers, each courtesy given or withheld by chance, and one idle moment between them."""
    hard = _scenes("hard")
    time, actions = float(rng.uniform(2, 4)), []
    for who in ("c1", "c2"):
        part, time = _visit(rng, who, time, camera)
        actions += part
        if rng.random() < 0.5:
            kind = str(rng.choice(_FAULTS[:9]))
            part, took = moment(rng, "s1", kind, time + 1)
            actions, time = actions + part, time + took + 1
    people = [_scenes("clips").C(who, x=x, yaw=30) for who, x in (("c1", -2.2), ("c2", 2.2))]
    return {
        "duration": time + 2, "low_counter": bool(rng.random() < 0.4), "far": bool(rng.random() < 0.5),
        "actors": [hard.staff_at("s1", 0.0), *people], "actions": actions, "windows": [{"id": "W1", "x": 0.0}],
    }  # fmt: skip


def _visit(rng: Rng, who: str, time: float, camera: str) -> tuple[list[Action], float]:
    """One visit by the renderer's own vocabulary: come, be met or not, hand over, leave."""
    hard, act = _scenes("hard"), _scenes("clips").A
    come, at = hard.come(
        who, time, frm=(-2.2 if who == "c1" else 2.2, -5.3), dx=-0.42 if camera == "D" else -0.22
    )
    actions = [come, *_met(rng, at)]
    time = at + 7.5
    for giver, taker in (("c", "s1"), ("s1", "c")):
        if rng.random() < 0.75:
            one, other = (who if name == "c" else name for name in (giver, taker))
            actions.append(
                act(
                    one,
                    time,
                    "handover",
                    to=other,
                    hands=int(rng.integers(1, 3)),
                    recv_hands=int(rng.integers(1, 3)),
                )
            )
            time += float(rng.uniform(4, 6))
    if rng.random() < 0.5:
        bye = str(rng.choice(["bow", "nod", "wave"]))
        actions.append(act("s1", time + 0.3, bye, **({"n": 2} if bye == "nod" else {})))
    actions.append(hard.go(who, time + 1, side=1 if rng.random() < 0.5 else -1))
    actions.append(act("s1", time + 4.5, "sit"))
    return actions, time + 7.5


def _met(rng: Rng, at: float) -> list[Action]:
    """The clerk's first seconds with a customer; what is no courtesy takes its place when it is withheld."""
    act = _scenes("clips").A
    start = at + float(rng.uniform(-1.3, 1.0))
    actions: list[Action] = [act("s1", start, "stand")] if rng.random() < 0.6 else []
    if rng.random() < 0.6:
        actions.append(
            act("s1", start + 1.3, "nod", n=int(rng.integers(1, 3)), amp=float(rng.uniform(0.22, 0.42)))
        )
    else:
        actions.append(
            act("s1", start + 1.3, *(("look",) if rng.random() < 0.7 else ("talk",)), pitch=25, hold=2.5)
        )
    if rng.random() < 0.55:
        actions.append(act("s1", start + 2.6, "invite", hold=float(rng.uniform(1.8, 2.8))))
    elif rng.random() < 0.7:
        name = str(rng.choice(["mouse", "wave2", "tap", "mouth", "carry"]))
        actions.append(act("s1", start + 2.6, "arm", name=name, side=str(rng.choice(["L", "R"])), hold=2.0))
    return [*actions, act("s1", at + 5, "talk", hold=2.0)]


def _scenes(name: str) -> ModuleType:
    return importlib.import_module(name)
