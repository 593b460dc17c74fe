"""Zones that are corrected through the API."""

from io import BytesIO
from itertools import pairwise

from PIL import Image

from models import Action
from models.store import AuditFilter
from tests.support.running_api import Town, refused

HIGHER = {"staff_zone": [[0.1, 0.05], [0.4, 0.1], [0.4, 0.5]], "customer_zone": None, "waiting_zone": None}
CAMERA = "/api/v1/cameras/1/zones"


def both(zones: object = HIGHER) -> dict[str, object]:
    return {"left": zones, "right": zones}


def test_zones_are_the_site_files_until_somebody_corrects_them(town: Town) -> None:
    town.happens()
    found = town.get("sun", CAMERA).json()
    assert found["counters"]["left"]["staff_zone"][0] == [0.1, 0.1]
    assert (found["version"], found["in_use"], found["corrections"]) == (None, True, [])


def test_a_correction_is_shown_versioned_and_written_down(town: Town) -> None:
    town.happens()
    answer = town.ask("an", "PUT", CAMERA, json={"version": None, "counters": both()})
    assert answer.status_code == 200, answer.text
    found = town.get("sun", CAMERA).json()
    assert found == answer.json()
    assert found["counters"]["left"] == HIGHER
    assert (found["version"], found["in_use"], found["corrections"][0]["user"]) == (1, False, "an")
    (line,) = town.store.audit.page(AuditFilter(action=Action.ZONES_CHANGED), 5)
    assert (line.user, line.subject, line.detail) == ("an", "camera cam1", "version 1: left, right")


def test_a_correction_is_in_use_once_footage_was_analysed_with_it(town: Town) -> None:
    town.happens()
    town.ask("an", "PUT", CAMERA, json={"version": None, "counters": both()})
    site = town.store.sites.all()[0].site
    camera = site.cameras[0]
    staff = [(0.1, 0.05), (0.4, 0.1), (0.4, 0.5)]
    moved = [k.model_copy(update={"staff_zone": [*staff]}) for k in camera.counters]
    cameras = [camera.model_copy(update={"counters": moved}), *site.cameras[1:]]
    town.store.sites.put(site.model_copy(update={"cameras": cameras}))
    assert town.get("an", CAMERA).json()["in_use"] is True


def test_two_who_correct_at_once_do_not_undo_each_other(town: Town) -> None:
    town.happens()
    body = {"version": None, "counters": both()}
    assert town.ask("an", "PUT", CAMERA, json=body).status_code == 200
    assert refused(town.ask("an", "PUT", CAMERA, json=body), 409, "somebody else")


def test_zones_that_are_none_are_refused_with_the_place(town: Town) -> None:
    town.happens()
    line = {"staff_zone": [[0.1, 0.1], [0.2, 0.2]]}
    assert refused(
        town.ask("an", "PUT", CAMERA, json={"version": None, "counters": both(line)}), 422, "staff_zone"
    )
    outside = {"staff_zone": [[0.1, 0.1], [0.2, 0.2], [1.2, 0.5]]}
    assert refused(
        town.ask("an", "PUT", CAMERA, json={"version": None, "counters": both(outside)}), 422, "staff_zone"
    )


def test_a_counter_cannot_be_left_out_or_added(town: Town) -> None:
    town.happens()
    answer = town.ask("an", "PUT", CAMERA, json={"version": None, "counters": {"left": HIGHER}})
    assert refused(answer, 409, "left, right")


def test_a_camera_that_is_not_there_is_said(town: Town) -> None:
    assert refused(town.get("an", "/api/v1/cameras/99/zones"), 404, "99")


def test_a_camera_s_background_is_shown_by_its_address_alone(town: Town) -> None:
    town.happens()
    camera = town.store.sites.all()[0].site.cameras[0]
    assert town.get("sun", CAMERA).json()["background_url"] is None
    assert refused(town.get("sun", "/api/v1/cameras/1/background"), 404, "no background yet")
    town.store.backgrounds.put(1, camera, png(Image.new("L", (320, 180), 120)), town.time)
    address = town.get("sun", CAMERA).json()["background_url"]
    shown = town.open(address)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(shown.content)).size == (320, 180)
    assert shown.headers["Cache-Control"].startswith("private")


def test_a_background_is_not_for_whoever_invents_its_address(town: Town) -> None:
    town.happens()
    camera = town.store.sites.all()[0].site.cameras[0]
    town.store.backgrounds.put(1, camera, png(Image.new("L", (320, 180), 120)), town.time)
    address = town.get("sun", CAMERA).json()["background_url"]
    assert refused(town.open("/api/v1/cameras/1/background"), 401, "sign in")
    assert refused(town.open(address.replace("cameras/1", "cameras/2")), 403, "no longer valid")
    town.time += 86400
    assert refused(town.open(address), 403, "no longer valid")


def test_who_waited_unseen_cannot_be_recognised_in_a_background(town: Town) -> None:
    """A head 13 px wide with eyes, as one in a queue was left in the picture of a rendered hall."""
    town.happens()
    room = Image.new("L", (320, 180), 120)
    room.paste(Image.linear_gradient("L").resize((13, 16)), (200, 60))
    for eye in (203, 209):
        room.paste(0, (eye, 65, eye + 2, 67))
    town.store.backgrounds.put(1, town.store.sites.all()[0].site.cameras[0], png(room), town.time)
    shown = Image.open(BytesIO(town.get("sun", "/api/v1/cameras/1/background").content))
    row = [shown.getpixel((x, 66)) for x in range(200, 213)]
    steps = [abs(int(a) - int(b)) for a, b in pairwise(row)]  # type: ignore[arg-type]
    assert max(steps) < 25


def png(picture: Image.Image) -> bytes:
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
