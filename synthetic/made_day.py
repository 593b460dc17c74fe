"""A made counter-day: eight hours at five looks a second, about two hundred episodes, without any video."""

import numpy as np
from numpy.typing import NDArray

from vision.core.signals import COLUMNS, Signals

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

LOOKS_PER_S = 5
VISITS, ABSENCES, SLOUCHES, BLIND = 120, 30, 45, 5  # two hundred together
SEATED_Y, STANDING_Y = 0.50, 0.38  # shoulder height in the picture: a rise of 0.4 m at this scale
SCALE = 0.3  # picture heights per metre


def made_day(start: float, hours: float = 8.0, seed: int = 0, *, bodies: bool = False) -> Signals:
    """The signals of one counter from `start` (UTC seconds) on; the same seed gives the same day.

    `bodies`: with hands and faces, and with where the customers are, as real looks have them; they cost most to judge.
    """
    rng = np.random.default_rng(seed)
    time = start + np.arange(int(hours * 3600 * LOOKS_PER_S)) / LOOKS_PER_S
    away = _episodes(rng, len(time), ABSENCES, (15, 400))
    visit = _episodes(rng, len(time), VISITS, (20, 180))
    bent = _episodes(rng, len(time), SLOUCHES, (5, 90))
    blind = _episodes(rng, len(time), BLIND, (10, 120))
    columns = {name: np.full(len(time), np.nan, np.float32) for name in COLUMNS}
    columns["health"] = blind.astype(np.float32)
    _put_staff(columns, rng, present=~away & ~blind, standing=visit, bent=bent)
    columns["staff"][~blind & away] = 0
    columns["customers"][~blind] = visit[~blind]
    columns["waiting"][~blind] = _episodes(rng, len(time), 40, (10, 200))[~blind]
    for name in ("staff_likeness", "customer_likeness", "waiting_likeness"):
        columns[name][~blind] = 0.1
    if bodies:
        _put_bodies(columns, rng)
    return Signals(time, columns)


def _put_bodies(columns: dict[str, NDArray[np.float32]], rng: np.random.Generator) -> None:
    """Hands, elbows and faces of staff; customers who walk up, stand with their hands on the counter, and go."""
    looks = len(columns["staff"])
    jitter = rng.normal(0, 0.004, (6, looks))
    staff, customer = columns["staff"] > 0, columns["customers"] > 0
    came = np.cumsum(np.diff(customer.astype(np.int8), prepend=0) > 0)
    rest = {
        "nose_x": 0.41,
        "nose_y": SEATED_Y - 0.06,
        "mouth_open": 0.03,
        "mouth_dark": 0.02,
        "lip_tint": 1.0,
        "eyes_open": 0.3,
    }
    rest |= {"face_yaw": 5.0, "face_pitch": 5.0}
    there = {"customer_x": 0.75, "customer_y": 0.36, "customer_scale": 0.32, "customer_body_yaw": -80.0}
    there |= {"customer_head_x": 0.74, "customer_head_y": 0.29}
    for n, side in enumerate(("left", "right")):
        rest |= {f"wrist_{side}_x": 0.48 + 0.04 * n, f"wrist_{side}_y": 0.6, f"wrist_{side}_seen": 0.9}
        rest |= {f"elbow_{side}_x": 0.43 + 0.04 * n, f"elbow_{side}_y": 0.57}
        there |= {f"customer_wrist_{side}_x": 0.66, f"customer_wrist_{side}_y": 0.5 + 0.03 * n}
        there[f"customer_wrist_{side}_seen"] = 0.9
    for rows, values in ((staff, rest), (customer, there)):
        for n, (name, value) in enumerate(values.items()):
            columns[name][rows] = (value + jitter[n % 6])[rows]
    columns["customer_id"][customer] = came[customer]
    # One visit in six is by two who come together: the second one stands half a metre beside the first.
    company = customer & (came % 6 == 0)
    for n, (name, value) in enumerate({"x": 0.91, "y": 0.36, "scale": 0.32}.items()):
        columns[f"customer2_{name}"][company] = (value + jitter[n])[company]
    columns["customer2_id"][company] = came[company] + VISITS


def _episodes(rng: np.random.Generator, looks: int, count: int, seconds: tuple[int, int]) -> Bools:
    """(looks,) true in `count` episodes, spread over the day, each of a random length within `seconds`."""
    some = np.zeros(looks, dtype=np.bool_)
    for slot in range(count):
        first = int((slot + rng.random() * 0.5) * looks / count)
        some[first : first + int(rng.integers(*seconds)) * LOOKS_PER_S] = True
    return some


def _put_staff(
    columns: dict[str, NDArray[np.float32]],
    rng: np.random.Generator,
    *,
    present: Bools,
    standing: Bools,
    bent: Bools,
) -> None:
    """Fill the staff's columns, with the jitter of a pose model; 3 % of looks miss."""
    found = present & (rng.random(len(present)) > 0.03)
    jitter = rng.normal(0, 1, len(present))
    bent = bent & ~standing
    pose: dict[str, Floats] = {
        "staff": np.ones(len(present)),
        "head_x": 0.4 + 0.002 * jitter,
        "head_y": np.where(standing, STANDING_Y, SEATED_Y) - 0.07 + 0.03 * bent,
        "shoulder_x": 0.4 + 0.002 * jitter,
        "shoulder_y": np.where(standing, STANDING_Y, SEATED_Y) + 0.03 * bent + 0.002 * jitter,
        "hip_x": 0.4 + 0.004 * jitter,
        "hip_y": 0.7 + 0.004 * jitter,
        "hip_seen": np.full(len(present), 0.3),
        "scale": SCALE + 0.002 * jitter,
        "trunk_lean": 2 * jitter,
        "trunk_forward": 40 * bent + 3 * jitter,
        "trunk_side": 2 * jitter,
        "head_height": 0.18 - 0.06 * bent + 0.004 * jitter,
        "nose_drop": 0.02 * bent + 0.002 * jitter,
        "head_yaw": 10 * jitter,
        "body_yaw": 10 * jitter,
        "leg_seen": np.full(len(present), 0.1),
    }
    for name, values in pose.items():
        columns[name][found] = values[found]
    columns["staff"][present & ~found] = 0
