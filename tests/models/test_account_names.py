"""Names of accounts: written in one way, and none that is there to be mistaken for another."""

import pytest

from models import ModelError, Role
from models.account_names import account_name, folded, looks_of
from models.store import Store
from tests.support.stored_hall import NINE

PASSWORD = "correct horse"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("  Sun ", "sun"),
        ("Sun   Xiaomei", "sun xiaomei"),
        ("ＳＵＮ", "sun"),
        ("孙小美", "孙小美"),
        ("孙 Li", "孙 li"),
        ("Łukasz", "łukasz"),
        ("Иван", "иван"),
        ("a.b-c_d@example.org", "a.b-c_d@example.org"),
        ("Zoe\u0308", "zoë"),
    ],
)
def test_a_name_has_one_form(given: str, name: str) -> None:
    assert account_name(given) == name
    assert account_name(name) == name
    assert folded(given) == name


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("  ", "needs a name"),
        ("sun\u200b", "U+200B"),
        ("s\u200dun", "U+200D"),
        ("sun\x00", "U+0000"),
        ("sun\x1b[2J", "U+001B"),
        ("\u202enus", "U+202E"),
        ("s\u00adun", "U+00AD"),
        ("sun\ue000", "U+E000"),
        ("s\u0443n", "CYRILLIC and LATIN"),
        ("孙\u0430", "CYRILLIC and HAN"),
        ("x" * 65, "too long"),
    ],
)
def test_a_name_that_no_account_can_have(given: str, word: str) -> None:
    with pytest.raises(ModelError, match=word.replace("+", r"\+")) as refused:
        account_name(given)
    assert str(refused.value).isprintable()
    folded(given)


@pytest.mark.parametrize(
    ("one", "other"), [("аn", "an"), ("wu1", "wul"), ("sоs", "sos"), ("\u0441\u043e\u0440", "cop")]
)
def test_names_that_look_the_same(one: str, other: str) -> None:
    assert looks_of(one) == looks_of(other)


def test_an_account_that_looks_like_another_is_refused(store: Store) -> None:
    store.accounts.add("cop", PASSWORD, Role.ADMIN, "zh", NINE)
    with pytest.raises(ModelError, match="'cop' looks the same"):
        store.accounts.add("\u0441\u043e\u0440", PASSWORD, Role.AUDITOR, "zh", NINE)
    assert store.accounts.check("ＣＯＰ", PASSWORD) is not None
    assert store.accounts.check("\u0441\u043e\u0440", PASSWORD) is None
    assert store.accounts.named("cop\u200b") is None
