"""Names of everything that has a key: one list for pages, sentences and reports."""

from models.norms import load_catalogue, load_profile
from models.norms.labels import GROUPS, labels
from models.store import Stamp
from pipeline.scoring.days import stamp_of
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE


def test_every_name_is_told_in_both_languages(town: Town) -> None:
    told = town.get("sun", "/api/v1/labels").json()
    for group in GROUPS:
        assert told[group] == {key: words.model_dump() for key, words in labels(group).items()}
    assert told["kinds"].keys() == load_catalogue().kinds.keys()
    assert told["excuses"]["leave"] == {"zh": "已批准的请假", "en": "approved leave"}
    assert told["clauses"]["P3"] == load_catalogue().clauses["P3"].wording.model_dump()
    assert told["profiles"]["power"] == load_profile("power").title.model_dump()


def test_a_profile_of_the_halls_own_has_its_title(town: Town) -> None:
    document = stamp_of(load_profile("general")).document.replace("Any service window", "Our hall")
    town.store.profiles.put(Stamp("our_hall", "0" * 64, document), NINE)
    titles = town.get("sun", "/api/v1/labels").json()["profiles"]
    assert titles["our_hall"] == {"zh": "通用服务窗口", "en": "Our hall"}


def test_names_are_for_people_who_are_signed_in(town: Town) -> None:
    assert refused(town.ask("ghost", "GET", "/api/v1/labels"), 401)
