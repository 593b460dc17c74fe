"""Renders one clip, in the renderer's own Python: renderer.py SCENES FAMILY SEED OUT.

SCENES is the folder with the renderer's modules. It leaves OUT/NAME.mp4, NAME.site.yaml and NAME.truth.json; NAME is
the family and the seed. Families are those of the renderer (ordinary clips and hard halls) and of `scripts`.
"""

import importlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import scripts

# The renderer measures no slower motion at five pictures a second, and the program looks five times a second.
FPS = 5
# A posture is assumed by this share of the vocabulary's way from sitting upright, because people differ.
_LEAST_WAY, _MOST_WAY = 0.85, 1.15
# Radians by which every trunk and head differs.
_SPREAD = 0.05
_MODELLED = ("pelvis", "spine", "head")


def main(scenes: Path, family: str, seed: int, out: Path) -> None:
    """Render the clip, and write its site file and its truth."""
    sys.path.insert(0, str(scenes))
    script, size = _script(family, seed)
    with TemporaryDirectory() as folder:
        name = f"{family}-{seed}"
        scene_of, renderer_of = _module("scene").Scene, _module("render").Renderer
        if family in scripts.names():
            _vary(_module("pose"), np.random.default_rng([seed, 78]))
        scene = scene_of(script | {"name": name}, seed, renderer_of(*size, smap=768))
        if family in scripts.names():
            _open_mouths(scene, np.random.default_rng([seed, 80]))
        scene.run(f"{folder}/{name}")
        _module("to_truth").main(folder, str(out))


def _script(family: str, seed: int) -> tuple[dict[str, object], tuple[int, int]]:
    if family in scripts.names():
        return scripts.script(family, seed)
    hard, clips = _module("hard"), _module("clips")
    if family in hard.FAMILIES:
        script, size = hard.make(family, seed)
        return script | {"fps": FPS}, size
    if hasattr(hard, family):  # a script of hard halls that no family of it uses
        rng = np.random.default_rng([seed, 79])
        script = getattr(hard, family)(rng)
        camera = str(rng.choice(["A", "B"]))
        return script | {"camera": camera, "fps": FPS, "description": family, "look": hard.cheap(rng)}, (
            640,
            360,
        )
    return clips.make(family, seed) | {"fps": FPS, "look": {"kbps": 400, "noise": 2.0}}, (960, 540)


def _open_mouths(scene: object, rng: np.random.Generator) -> None:
    """Loud speech and laughter: mouths that open wider than the renderer's talk, and close again."""
    for action in scene.s["actions"]:
        if action.get("wide"):
            time, until = action["t"], action["t"] + action["hold"]
            while time < until:
                held = float(rng.choice([rng.uniform(0.2, 0.5), rng.uniform(0.5, 1.2)], p=[0.8, 0.2]))
                wide = {"mouth-open": float(rng.uniform(0.3, 0.8))}
                scene.people[action["actor"]].exprk.append((time, time + held, 0.12, 0.12, wide))
                time += held + float(rng.uniform(0.05, 0.5))


def _vary(poses: object, rng: np.random.Generator) -> None:
    """Every person assumes the renderer's postures in their own way."""
    plain = poses.posture
    ways: dict[tuple[int, str], tuple[float, np.ndarray]] = {}

    def varied(actor: object, name: str) -> dict[str, object]:
        pose, base = plain(actor, name), plain(actor, "sit")
        if name not in ("hunch", "slouch", "chin", "headdown", "lean_fwd", "sit", "sleep"):
            return pose
        key = (id(actor), name)
        if key not in ways:
            ways[key] = float(rng.uniform(_LEAST_WAY, _MOST_WAY)), rng.normal(0, _SPREAD, 3)
        way, moved = ways[key]
        for part in _MODELLED:
            pose[part] = base[part] + (pose[part] - base[part]) * way
        pose["spine"] = pose["spine"] + moved
        return pose

    poses.posture = varied
    place, elbow, fingers, palm = np.array([[0.05, 0.0, 0.08], [0.6, -1, 0.3], [-0.4, 0.8, 0.1], [0, 0, -1]])
    poses.ARM["glasses"] = ("head", place, elbow, fingers, palm)


def _module(name: str):
    return importlib.import_module(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
