"""The registry of all behaviours: functions from a Scene to its events."""

from collections.abc import Callable

from models import Event
from pipeline.behaviours.absence import absence, unattended_customer
from pipeline.behaviours.attention import not_facing, waiting_while_busy
from pipeline.behaviours.badges import badge_time
from pipeline.behaviours.camera_faults import camera_blind, camera_moved
from pipeline.behaviours.farewell import farewells, left_without_telling
from pipeline.behaviours.fast_hands import quick_hands
from pipeline.behaviours.greeting import arrivals, seatings
from pipeline.behaviours.handover import handovers
from pipeline.behaviours.idle_posture import idle_time
from pipeline.behaviours.opening_times import early_closing, late_opening
from pipeline.behaviours.phone import phone
from pipeline.behaviours.posture import arms_crossed, chin_on_hand, head_on_desk, leaning_back, slouching
from pipeline.behaviours.queueing import long_queue, long_wait
from pipeline.behaviours.service import departures, long_service, queue_held_up
from pipeline.behaviours.tidy_desk import untidy_desk
from pipeline.behaviours.uniform import off_uniform
from pipeline.behaviours.yawning import yawning
from pipeline.scene.scene import Scene

Behaviour = Callable[[Scene], list[Event]]
BEHAVIOURS: tuple[Behaviour, ...] = (
    absence, unattended_customer, late_opening, early_closing, arrivals, departures, farewells,
    left_without_telling, not_facing, waiting_while_busy, long_service, queue_held_up, long_queue,
    seatings, handovers, quick_hands, idle_time,
    slouching, leaning_back, head_on_desk, chin_on_hand, arms_crossed, phone, yawning, long_wait, camera_blind,
    camera_moved,
    off_uniform, badge_time, untidy_desk,
)  # fmt: skip
