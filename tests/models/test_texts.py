"""The texts of all languages: complete, with the same placeholders, and errors in a language file in one line."""

from pathlib import Path

import pytest

from models import ModelError, Words, phrase
from models.texts.catalogue import (
    FURTHER,
    HERE,
    KINDS,
    base_key,
    languages,
    placeholders,
    read_texts,
    text,
    texts,
)
from models.texts.kind_texts import kind_texts

SHIPPED = {path.stem: read_texts(path) for path in sorted(HERE.glob("*.yaml"))}
BASES = {language: {base_key(key) for key in found} for language, found in SHIPPED.items()}


def test_the_product_comes_in_chinese_and_english() -> None:
    assert languages() == ("zh", "en")


@pytest.mark.parametrize("language", SHIPPED)
def test_every_key_exists_in_every_language(language: str) -> None:
    assert BASES[language] ^ BASES["en"] == set()


@pytest.mark.parametrize("language", SHIPPED)
def test_every_text_has_the_placeholders_of_the_english_one(language: str) -> None:
    found, english = SHIPPED[language], SHIPPED["en"]
    plain = [key for key in found if key == base_key(key)]
    assert [key for key in plain if placeholders(found[key]) != placeholders(english[key])] == []


def test_no_text_is_empty_but_for_its_blanks() -> None:
    assert [key for found in SHIPPED.values() for key, said in found.items() if not said.strip()] == []


def test_the_texts_about_kinds_are_in_every_language_with_the_same_placeholders() -> None:
    told = kind_texts(KINDS)
    assert told.keys() == SHIPPED.keys()
    assert told["zh"].keys() == told["en"].keys()
    assert [key for key in told["zh"] if placeholders(told["zh"][key]) != placeholders(told["en"][key])] == []
    assert not {key for texts_of in SHIPPED.values() for key in texts_of} & told["en"].keys()


def test_a_word_that_two_kinds_name_is_one_line(tmp_path: Path) -> None:
    table = tmp_path / "kinds.yaml"
    words = "{words: {minutes: {zh: 分钟, en: minutes}}}"
    table.write_text(f"kinds: {{idle_time: {words}, badge_time: {words}}}", "utf-8")
    with pytest.raises(ModelError, match=r"kinds\.yaml: name\.attributes\.minutes: two kinds name it"):
        kind_texts(table)
    table.write_text("kinds: [", "utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        kind_texts(table)


def test_one_deduction_and_two_deductions_read_as_people_count() -> None:
    assert (text("scores.deducted", "en", n=1), text("scores.deducted", "en", n=2)) == (
        "1 deduction",
        "2 deductions",
    )
    assert text("scores.deducted", "zh", n=1) == "1 项扣分"


def test_words_inside_words_stay_in_their_language() -> None:
    limit = phrase("sentence.limit", limit=phrase("unit.s", n=20))
    assert (limit.zh, limit.en) == ("（满 20 秒即计）", " (counted from 20 s on)")


def test_words_in_a_language_that_nobody_speaks_are_refused() -> None:
    with pytest.raises(ValueError, match="zn: there is no language with this code"):
        Words(zh="空岗", en="absence", zn="空岗")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("signin.go: Ensaluti\nsignin.goo: x", "signin.goo: there is no text with this key"),
        ('event.number: "Nro {number}"', "event.number: the placeholders must be n"),
        ('event.number: "Nro {n"', "event.number: expected '}' before end of string"),
        ("signin.go: 1", "signin.go: must be a text in quotation marks"),
        ("- signin.go", "a language file is a list of keys with texts"),
        ("signin.go: [", "cannot be read"),
    ],
)
def test_a_mistake_in_a_language_file_is_one_line_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, complaint: str
) -> None:
    (tmp_path / "eo.yaml").write_text(content, "utf-8")
    monkeypatch.setenv(FURTHER, str(tmp_path))
    with pytest.raises(ModelError) as error:
        languages()
    assert complaint in str(error.value)
    assert str(error.value).startswith(str(tmp_path / "eo.yaml"))
    assert "\n" not in str(error.value)


def test_english_stands_in_for_what_is_not_translated_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "eo.yaml").write_text('signin.go: "Ensaluti"', "utf-8")
    monkeypatch.setenv(FURTHER, str(tmp_path))
    assert languages() == ("zh", "en", "eo")
    assert text("signin.go", "eo") == "Ensaluti"
    assert text("signin.name", "eo") == texts("en")["signin.name"]
