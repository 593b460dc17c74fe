"""A town with two halls, north and south, and people of every role who see both, one, a camera of one, or the other.

Four of them are clerks: each is the person of the first counter of a hall until ten, when Zhao takes the post over.

Everything that is kept of a hall has the hall's name in it, so that a single word in an answer betrays it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy import insert, select

from api.secret import load_secret
from models import (
    ALL_HALLS,
    EVERY_HALL,
    AuditDraw,
    AuditItem,
    AuditStratum,
    Calibration,
    Camera,
    ChannelSettings,
    Counter,
    Coverage,
    Event,
    FailedTry,
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
    TokenOrder,
    TokenRight,
    Verdict,
    What,
    Words,
)
from models.norms import Profile, uploaded_profile
from models.store import AccountChange, Analysis, Bounds, FootageSource, FoundEvent, Notice, Saved, Store
from models.tables import UserRow
from pipeline.notices.administration import GivenAddress, add_channel
from pipeline.notices.sealing import Sealing
from pipeline.scoring.days import score_day, stamp_of
from tests.support.route_access import MONDAY, NamedPlace
from tests.support.running_api import PASSWORD
from tests.support.stored_hall import NINE, POST
from tests.support.tiny_clip import tiny_clip
from tests.support.verdicts import version

GRANTS = {
    "alice": ALL_HALLS,
    "bob": Grant("north"),
    "charlie": Grant("south"),
    "dora": Grant("north", "north-cam1"),
}
"""Alice sees all halls, bob the north hall, charlie the other one, dora a single camera of the north hall."""

LIMITED = (Role.SUPERVISOR, Role.AUDITOR)
"""The roles that grants limit to cameras."""

SIGHTS = {
    "alice": {"north", "south", "attic", "zhao"},
    "bob": {"north", "attic", "zhao"},
    "charlie": {"south", "zhao"},
    "dora": {"north", "zhao"},
}
"""What each of them may read of. `attic` is the second camera of the north hall, `zhao` the person after ten."""

CLERKS = {person: "south" if person == "charlie" else "north" for person in GRANTS}
"""The hall in which each of them, as a clerk, has the first counter until ten."""

RULES = """profile: rules-of-{hall}
title: {{zh: {hall}的规范, en: rules of {hall}}}
extends: general
thresholds: {{absence_after_s: {{value: {after}, source: our choice}}}}
"""


@dataclass(frozen=True, slots=True)
class Halls:
    """The first camera of the north hall and its second one, as requests name them.

    `zhao` is the first one again, with what happened after ten.
    """

    north: NamedPlace
    attic: NamedPlace
    zhao: NamedPlace


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
        (data / "clips" / "a.mp4").write_bytes(tiny_clip()[0])
        clip = Seal.of(data, data / "clips" / "a.mp4")
        halls = {hall: _hall(store, hall, clip) for hall in ("north", "south")}
        _add_people(store)
        _add_channel(store, data)
        alice = store.accounts.named("alice-supervisor")
        assert alice is not None
        places = []
        for place, who, why in zip(halls["north"], ("", "", "Zhao"), ("north", "north", "Zhao"), strict=True):
            filing = Filing(alice.id, who, f"{why} was out")
            appeal = store.appeals.file(place.contested, filing, NINE)
            places.append(replace(place, appeal_id=appeal.id))
        return Halls(*places)


def _add_channel(store: Store, data: Path) -> None:
    """A channel that reaches nothing, with a delivery that was given up."""
    settings = ChannelSettings("first", frozenset({EVERY_HALL}))
    given = GivenAddress("https://127.0.0.1:9/first")
    add_channel(store, Sealing(load_secret(data)), "webhook", settings, given, "an", NINE)
    store.notices.put(Notice("retention", "retention:1", Words(zh="删除", en="deleted"), ""), NINE)
    (parcel,) = store.outbox.claim(1, "tests", NINE, NINE + 60, Bounds(9, 9, 9))
    store.outbox.failed(parcel, "tests", FailedTry("HTTP 404", None), NINE)


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
        if role is Role.CLERK:
            store.accounts.change(user.id, AccountChange(person=f"Person of {CLERKS[person]}-left"))


def make_tokens(store: Store) -> dict[str, str]:
    """A service token with every right for each person, and one for each right that sees all halls: their secrets.

    Token 1 is nobody's.
    """
    every = frozenset(TokenRight)
    wanted = {"spare": (every, ALL_HALLS)}
    wanted |= {f"{person}-token": (every, grant) for person, grant in GRANTS.items()}
    wanted |= {f"{right}-token": (frozenset({right}), ALL_HALLS) for right in TokenRight}
    secrets = {}
    for name, (may, grant) in wanted.items():
        token, secrets[name] = store.service_tokens.make(TokenOrder(name, may, 30, "an"), NINE)
        store.token_grants.give(token.id, grant, "an", NINE)
    return secrets


def _hall(store: Store, hall: str, clip: Seal) -> list[NamedPlace]:
    after = {"north": 20, "south": 25}[hall]  # other rules, so that each hall has a profile of its own
    of, rules = site(hall), uploaded_profile(RULES.format(hall=hall, after=after), "rules.yaml")
    stored = store.sites.put(of)
    places: list[NamedPlace] = []
    later: Sequence[int] = ()
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
        first, second, *others = saved.event_ids
        later = later or others
        span = (NINE + 60, NINE + 960)
        matter = HeldMatter(HoldScope.EVENT, hall, saved.counter_ids[keys[0]], *span, event_id=first)
        hold = store.holds.place(matter, f"dispute about {camera.id}", "wu", NINE)
        camera_id, counter_id = stored.cameras[camera.id], saved.counter_ids[keys[0]]
        audit = store.quality_audits.add(_audit(hall, camera_id, counter_id, first), "alice-auditor", NINE)
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
                audit.id,
                keys,
            )
        )
        words = Words(zh=f"{camera.id} 完成", en=f"{camera.id} done")
        store.notices.put(Notice("nightly", f"nightly:{camera.id}", words, hall, MONDAY), NINE)
    store.rosters.replace(hall, _roster(hall, of), f"{hall}.csv", NINE)
    third, fourth = later
    return [*places, replace(places[0], event_id=third, contested=fourth)]


def _audit(hall: str, camera_id: int, counter_id: int, event_id: int) -> AuditDraw:
    """An audit of two events of a camera, of which the second is gone."""
    stratum = AuditStratum("absence", 1.0, 2)
    items = tuple(
        AuditItem(n, stratum, event, counter_id, camera_id, NINE + 60, NINE + 960, Verdict.OPEN, ())
        for n, event in ((1, event_id), (2, 9000))
    )
    return AuditDraw(hall, MONDAY, MONDAY, "5eed", (stratum,), items)


def _recorded(store: Store, of: Site, camera: Camera, rules: Profile, clip: Seal) -> Saved:
    """An hour of a camera: two absences at its first counter, each with a clip; the first camera has two after ten."""
    counter = camera.counters[0].id
    after_ten = (NINE + 3700, NINE + 5400) if camera is of.cameras[0] else ()
    found = [
        FoundEvent(
            Event(camera.id, counter, "absence", start, start + 900, 0.9, {}, {"threshold_s": 30.0}),
            "clips/a.mp4",
            clip_seal=clip,
        )
        for start in (NINE + 60, NINE + 1800, *after_ten)
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
    """One person at each counter for the hour, and Zhao after it at the first one."""
    counters = [counter.id for camera in of.cameras for counter in camera.counters]
    early = [
        RosterEntry(MONDAY, What.SHIFT, NINE, NINE + 3600, key, f"early {hall}", f"Person of {key}")
        for key in counters
    ]
    late = RosterEntry(MONDAY, What.SHIFT, NINE + 3600, NINE + 9000, counters[0], f"late {hall}", "Zhao")
    return [*early, late]
