"""A town with two halls, north and south, and people of every role who see both, one, a camera of one, or the other.

Everything that is kept of a hall has the hall's name in it, so that a single word in an answer betrays it.
"""

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy import insert, select

from models import (
    ALL_HALLS,
    Calibration,
    Camera,
    Counter,
    Coverage,
    Event,
    Filing,
    Grant,
    HeldMatter,
    Histogram,
    HoldScope,
    LineKey,
    Role,
    RosterEntry,
    Seal,
    Seat,
    Site,
    Source,
    What,
    Words,
)
from models.norms import Profile, uploaded_profile
from models.store import Analysis, FootageSource, FoundEvent, Notice, Saved, Store
from models.tables import UserRow
from pipeline.scoring.days import score_day, stamp_of
from tests.support.route_access import MONDAY, NamedPlace
from tests.support.running_api import PASSWORD
from tests.support.stored_hall import NINE, POST
from tests.support.verdicts import version

GRANTS = {
    "alice": ALL_HALLS,
    "bob": Grant("north"),
    "charlie": Grant("south"),
    "dora": Grant("north", "north-cam1"),
}
"""Alice sees all halls, bob the north hall, charlie the other one, dora a single camera of the north hall."""

LIMITED = (Role.SUPERVISOR, Role.AUDITOR)
"""The roles that grants limit."""

SIGHTS = {
    "alice": {"north", "south", "attic"},
    "bob": {"north", "attic"},
    "charlie": {"south"},
    "dora": {"north"},
}
"""What each of them may read of. `attic` is the second camera of the north hall."""

RULES = """profile: rules-of-{hall}
title: {{zh: {hall}的规范, en: rules of {hall}}}
extends: general
thresholds: {{absence_after_s: {{value: {after}, source: our choice}}}}
"""


@dataclass(frozen=True, slots=True)
class Halls:
    """The first camera of the north hall and its second one, as requests name them."""

    north: NamedPlace
    attic: NamedPlace


def people(roles: tuple[Role, ...] = tuple(Role)) -> list[tuple[str, Role]]:
    """(person, role) of everybody; the account is called `person-role`."""
    return [(person, role) for role in roles for person in GRANTS]


def site(hall: str) -> Site:
    """A hall with two cameras."""
    counters = [
        Counter(id=f"{hall}-{key}", name=f"{hall} {key}", staff_zone=POST) for key in ("left", "right")
    ]
    room = {"north": "attic", "south": "cellar"}[hall]
    second = Counter(id=f"{hall}-{room}", name=f"{hall} {room}", staff_zone=POST)
    cameras = [
        Camera(id=f"{hall}-cam1", source=f"{hall}.mp4", counters=counters),
        Camera(id=f"{hall}-{room}-cam", source=f"{hall}-{room}.mp4", counters=[second]),
    ]
    return Site(site=hall, name=f"Hall {hall}", timezone="Asia/Shanghai", profile="general", cameras=cameras)


def furnish(data: Path) -> Halls:
    """A data folder with both halls and everybody's accounts."""
    with Store.at(data) as store:
        (data / "clips").mkdir()
        (data / "clips" / "a.mp4").write_bytes(b"0123456789" * 100)
        clip = Seal.of(data, data / "clips" / "a.mp4")
        halls = {hall: _hall(store, hall, clip) for hall in ("north", "south")}
        _add_people(store)
        alice = store.accounts.named("alice-supervisor")
        assert alice is not None
        places = []
        for place in halls["north"]:
            appeal = store.appeals.file(place.contested, Filing(alice.id, "", "north was empty"), NINE)
            places.append(replace(place, appeal_id=appeal.id))
        return Halls(*places)


def _add_people(store: Store) -> None:
    """Everybody has the password of the first one, because argon2 is slow on purpose."""
    store.accounts.add("an", PASSWORD, Role.ADMIN, "en", NINE)
    with store._engine.begin() as connection:
        (password,) = connection.scalars(select(UserRow.password_hash))
        for person, role in people():
            new = {"name": f"{person}-{role}", "role": role, "language": "en", "created_at": NINE}
            connection.execute(insert(UserRow).values(password_hash=password, **new))
    for person, role in people():
        user = store.accounts.named(f"{person}-{role}")
        assert user is not None
        store.grants.give(user.id, GRANTS[person], "tests", NINE)


def _hall(store: Store, hall: str, clip: Seal) -> tuple[NamedPlace, NamedPlace]:
    after = {"north": 20, "south": 25}[hall]  # other rules, so that each hall has a profile of its own
    of, rules = site(hall), uploaded_profile(RULES.format(hall=hall, after=after), "rules.yaml")
    stored = store.sites.put(of)
    places = []
    for camera in of.cameras:
        saved = _recorded(store, of, camera, rules, clip)
        for counter in camera.counters:
            score_day(store, rules, saved.counter_ids[counter.id], MONDAY, NINE + 7200)
            store.seats.put(saved.counter_ids[counter.id], _seat())
        picture = BytesIO()
        Image.new("L", (32, 18), 120).save(picture, "png")
        store.backgrounds.put(stored.cameras[camera.id], camera, picture.getvalue(), NINE)
        line = store.lines.accept(hall, version(0.725, LineKey("phone", camera.counters[0].id)), "an", NINE)
        keys = tuple(counter.id for counter in camera.counters)
        first, second = saved.event_ids[:2]
        span = (NINE + 60, NINE + 960)
        matter = HeldMatter(HoldScope.EVENT, hall, saved.counter_ids[keys[0]], *span, event_id=first)
        hold = store.holds.place(matter, f"dispute about {camera.id}", "wu", NINE)
        places.append(
            NamedPlace(
                hall,
                stored.cameras[camera.id],
                saved.counter_ids[keys[0]],
                first,
                second,
                0,
                line.id,
                hold.id,
                keys,
            )
        )
        words = Words(zh=f"{camera.id} 完成", en=f"{camera.id} done")
        store.notices.put(Notice("nightly", f"nightly:{camera.id}", words, hall, MONDAY), NINE)
    store.rosters.replace(hall, _roster(hall, of), f"{hall}.csv", NINE)
    first_camera, second_camera = places
    return first_camera, second_camera


def _recorded(store: Store, of: Site, camera: Camera, rules: Profile, clip: Seal) -> Saved:
    """An hour of a camera: two absences at its first counter, each with a clip."""
    counter = camera.counters[0].id
    found = [
        FoundEvent(
            Event(camera.id, counter, "absence", start, start + 900, 0.9, {}, {"threshold_s": 30.0}),
            "clips/a.mp4",
            clip_seal=clip,
        )
        for start in (NINE + 60, NINE + 1800)
    ]
    seen = tuple(
        Coverage(camera.id, k.id, NINE, NINE + 3600, 3500.0, {"dark": 100.0}) for k in camera.counters
    )
    footage = FootageSource(
        camera.id, f"{camera.id}.mp4", f"{camera.id}.mp4", f"f-{camera.id}", NINE, 3600.0, 9
    )
    return store.recordings.save(Analysis(of, footage, tuple(found), seen, stamp_of(rules)), NINE)


def _seat() -> Calibration:
    heights = Histogram(-1.52, 0.02, (3, 9, 3))
    seat = Seat(-1.5, -1.1, 0.02, 0.4, 0.2, 3.0, 1.0, 2.0, 5000)
    return Calibration(seat, Source.LEARNED, MONDAY, MONDAY, 1, NINE - 9 * 3600, heights, made_at=NINE - 60)


def _roster(hall: str, of: Site) -> list[RosterEntry]:
    """One person at each counter for the hour."""
    counters = [counter.id for camera in of.cameras for counter in camera.counters]
    return [
        RosterEntry(MONDAY, What.SHIFT, NINE, NINE + 3600, key, f"early {hall}", f"Person of {key}")
        for key in counters
    ]
