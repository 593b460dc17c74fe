"""The scene of a synthetic story at one moment: poses, the camera's position, and the people.

The figures are medians of real looks at the demo footage (side camera: slouch_C; camera over the customer: no_greet_A).
"""

from dataclasses import dataclass

START = 1_795_424_400.0  # 2026-11-23 09:00 UTC, a Monday
POST = "W1"


@dataclass(frozen=True, slots=True)
class Pose:
    """One pose at the post. Metres upward from the seated shoulders, degrees; `legs`: score of the knees.

    `wide` is the width of the detector's box in metres; the box ends at the desk, or at `feet` metres below the
    shoulders.
    """

    rise: float = 0.0
    forward: float = 3.0
    side: float = -8.0
    head: float = 0.2
    hip: float = 108.0
    knee: float = 100.0
    legs: float = 0.3
    wide: float = 0.7
    feet: float | None = None


SEATED = Pose()
STANDING = Pose(rise=0.4, hip=172, knee=170, wide=0.5)
SLOUCHING = Pose(rise=-0.08, forward=35, head=0.06)
SUNK = Pose(rise=-0.1, forward=-17, head=0.18)
LEANING_BACK = Pose(rise=-0.08, forward=-27, side=-23, head=0.22, hip=156, knee=164)
ON_DESK = Pose(rise=-0.45, forward=105, side=130, head=-0.12)


@dataclass(frozen=True, slots=True)
class View:
    """A camera's position: the angle of the chest to it, and the noise and hit rate of its finds.

    `boxes`: whether a detector runs on its pictures.
    """

    yaw: float = 83.0
    noise_deg: float = 1.0
    noise_m: float = 0.004
    forward: float = 0.0
    boxes: bool = True


SIDE = View()
FRONT = View(yaw=-13, noise_deg=2.5, forward=34)
STEEP = View(yaw=20, noise_deg=22, noise_m=0.02, forward=40)


@dataclass(frozen=True, slots=True)
class World:
    """The scene at one moment.

    `found` is the share of looks that find present people, `still` whether the place of a missed person looks the same,
    `beside` the number of colleagues at the post as well. `hands` is a word of HANDS, `head` the metres by which the
    staff's head is higher than usual, `customer_low` the metres by which the customer is lower than standing.
    """

    staff: Pose | None = SEATED
    customer: bool = False
    waiting: bool = False
    health: int = 0
    recorded: bool = True
    found: float = 1.0
    who: int = 1
    beside: int = 0
    still: bool = True
    head_yaw: float = 85.0
    hands: str = "rest"
    head: float = 0.0
    mouth: float = 0.02
    customer_low: float = 0.0
    customer_found: bool = True
