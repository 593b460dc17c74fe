"""New passwords: long enough, not common, not the name; old ones are checked in the same time for everybody."""

import re

import pytest

from models.passwords import _DECOY, PasswordFault, hash_password, is_password, password_fault
from models.texts.catalogue import languages


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("ninechars", PasswordFault.SHORT),
        ("1234567890", PasswordFault.COMMON),
        ("Password2026", PasswordFault.COMMON),
        ("passw0rd123", PasswordFault.COMMON),
        ("1qaz2wsx3edc", PasswordFault.COMMON),
        ("counterwatch1", PasswordFault.COMMON),
        ("aaaaaaaaaaaa", PasswordFault.COMMON),
        ("sun-xiaomei", PasswordFault.NAME),
        ("Sun.Xiaomei2026", PasswordFault.NAME),
        ("correct horse", None),
        ("drei Katzen im Zug", None),
        ("风筝 与 煮面 的 周三下午", None),
        ("x7$Qm!t0vR", None),
    ],
)
def test_a_new_password(password: str, fault: PasswordFault | None) -> None:
    assert password_fault(password, "sun xiaomei") is fault


def test_a_short_name_is_no_reason_to_refuse_a_good_password() -> None:
    assert password_fault("another horse", "an") is None


def test_a_fault_is_told_in_one_line_in_every_language() -> None:
    for language in languages():
        for fault in PasswordFault:
            assert len(fault.told(language).splitlines()) == 1
    assert "10" in PasswordFault.SHORT.told("zh")


def test_a_long_password_is_judged_at_once_and_counts_to_its_end() -> None:
    long = "kites and noodles " * 14
    assert password_fault(long, "sun") is None
    kept = hash_password(long, "sun")
    assert is_password(long, kept)
    assert not is_password(long[:-1], kept)


def test_an_unknown_name_takes_the_work_of_a_known_one() -> None:
    settings = re.compile(r"^\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$")
    own, decoy = settings.match(hash_password("correct horse", "sun")), settings.match(_DECOY)
    assert own and decoy and own[0] == decoy[0]
    assert not is_password("correct horse", None)
