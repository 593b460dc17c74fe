"""The text of a file whose encoding nothing tells: Unicode, or what Excel writes in China, Taiwan and Japan."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from charset_normalizer import from_bytes

from pipeline.roster.cells import LIMITS, PipelineError
from pipeline.roster.vocabulary import column_of, kind_of_line

GB18030, BIG5, SHIFT_JIS = "gb18030", "cp950", "cp932"
"""cp950 and cp932 are Big5 and Shift-JIS as Windows writes them."""
LEGACY = {GB18030: "GB18030", BIG5: "Big5", SHIFT_JIS: "Shift-JIS"}
TAKEN = "utf-8, utf-16, gb18030, big5, shift-jis"
"""The encodings to name to people; others that Python knows are taken too."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = {"big5": BIG5, "shift_jis": SHIFT_JIS, "gb2312": GB18030, "gbk": GB18030, "euc_kr": "cp949"}
_BETWEEN_CELLS = re.compile(r"[,;\t|，；\r\n\"]+")
_HEAD = 4000  # characters
# Rows of the characters in daily use: level 1 of GB 2312-80 (3755 characters), level 1 of Big5 (5401), and kana and
# level 1 of JIS X 0208 (2965).
_DAILY: Mapping[str, tuple[str, frozenset[int]]] = {
    GB18030: ("gb2312", frozenset(range(0xB0, 0xD8))),
    BIG5: (BIG5, frozenset(range(0xA4, 0xC7))),
    SHIFT_JIS: (SHIFT_JIS, frozenset({0x82, 0x83, *range(0x88, 0x98)})),
}


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text without a byte order mark. `doubt` says that its encoding was guessed; "" where the file tells it."""

    text: str
    doubt: str = ""


def decoded(content: bytes, encoding: str | None = None) -> DecodedText:
    """The text, read in this encoding, or in the one that its bytes show.

    Raises PipelineError with a reason, without the file's name, for no text and where encodings are as likely.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    named = marked or (encoding and _known(encoding)) or _unmarked_utf16(content)
    if named:
        return DecodedText(_strictly(content, named))
    text = _read_as(content, "utf-8")
    if text is not None and not _is_chance(text, content):
        return DecodedText(text)
    return _legacy(content)


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding.strip()).name
        "".encode(name)  # raises LookupError for what Python calls a codec and is no text encoding
    except (LookupError, ValueError) as error:
        raise PipelineError(
            f"--encoding: no encoding is called {encoding!r}: write one of {TAKEN}"
        ) from error
    return _WINDOWS.get(name, name)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise PipelineError(
            f"row {row}: its text is not {encoding}: save the file as CSV in UTF-8, or give --encoding ({TAKEN})"
        ) from error


def _read_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: its letters and digits have a NUL beside them, and no character is one."""
    for name in ("utf-16-le", "utf-16-be"):
        text = _read_as(content, name) if b"\0" in content else None
        if text and "\0" not in text and sum(c.isascii() for c in text) > LIMITS.ascii * len(text):
            return name
    return None


def _is_chance(text: str, content: bytes) -> bool:
    """Whether UTF-8 may be an accident: a few Chinese names in GB18030 look like letters of other scripts.

    Letters beside plain ones, as in `Zoë`, are no accident.
    """
    if text.isascii() or any(c > "\u07ff" for c in text) or re.search(r"[A-Za-z][^\x00-\x7f]", text):
        return False
    chinese = _read_as(content, GB18030)
    return chinese is not None and _daily_share(chinese, GB18030) == 1.0


def _legacy(content: bytes) -> DecodedText:
    odd = _odd_row(content)
    if odd is not None:
        raise PipelineError(
            f"row {odd}: its text is in another encoding than other rows: save the file as CSV in UTF-8"
        )
    read = {name: text for name in LEGACY if (text := _read_as(content, name)) is not None}
    told = [name for name, text in read.items() if _has_our_words(text)]
    if len(told) == 1:
        return DecodedText(read[told[0]])
    best = _most_usual(read)
    if best is None or from_bytes(content, cp_isolation=list(read), threshold=LIMITS.unusual).best() is None:
        readings = "; ".join(f"as {LEGACY[name]} {_sample(text)}" for name, text in read.items())
        raise PipelineError(
            "the encoding of its text cannot be told: save it as CSV in UTF-8, or give --encoding"
            f" ({TAKEN})" + (f": it reads {readings}" if readings else "")
        )
    return DecodedText(
        read[best],
        f"read as {LEGACY[best]}, which was guessed: if {_sample(read[best])} is wrong, give --encoding ({TAKEN})",
    )


def _odd_row(content: bytes) -> int | None:
    """The first row that is no UTF-8 in a file where another one is; None where no row is, by more than chance."""
    rows = {number: row for number, row in enumerate(content.split(b"\n"), 1) if not row.isascii()}
    texts = {number: _read_as(row, "utf-8") for number, row in rows.items()}
    if any(text is not None and max(text) > "\u07ff" for text in texts.values()):
        return next((number for number, text in texts.items() if text is None), None)
    return None


def _has_our_words(text: str) -> bool:
    """Whether a heading or a sort of line is written in letters beyond ASCII."""
    cells = (cell.strip() for cell in _BETWEEN_CELLS.split(text[:_HEAD]))
    return any(column_of(cell) or kind_of_line(cell) for cell in cells if cell and not cell.isascii())


def _most_usual(read: Mapping[str, str]) -> str | None:
    """The encoding whose text has the greatest share of characters in daily use; None where that is chance.

    GB18030, Big5 and Shift-JIS share their bytes, and charset-normalizer takes one for the other in most rosters of a
    line or two.
    """
    shares = {name: _daily_share(text, name) for name, text in read.items()}
    best = max(shares, key=lambda name: shares[name], default=None)
    if best is None or shares[best] < LIMITS.daily:
        return None
    few = len(_beyond_ascii(read[best])) < LIMITS.few and len(read) > 1
    return None if best != GB18030 and few else best


def _beyond_ascii(text: str) -> list[str]:
    return [character for character in text if not character.isascii() and character.isalpha()]


def _daily_share(text: str, encoding: str) -> float:
    """The share of the letters beyond ASCII that are in daily use in the script of this encoding."""
    codec, rows = _DAILY[encoding]
    coded = [character.encode(codec, "ignore") for character in _beyond_ascii(text)]
    return sum(len(code) == 2 and code[0] in rows for code in coded) / max(1, len(coded))


def _sample(text: str) -> str:
    """The first letters that plain text does not have."""
    found = re.search(r"[^\x00-\x7f]+", text)
    return repr(found[0][:12]) if found else "nothing"
