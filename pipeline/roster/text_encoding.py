"""The text of a file whose encoding nothing tells: UTF-8, UTF-16, or GB18030 and Big5, which Chinese Excel writes."""

from charset_normalizer import from_bytes

GB18030, BIG5 = "gb18030", "cp950"
"""cp950 is Big5 as Windows writes it."""
ENCODINGS = ["utf_8", "utf_16", "utf_16_le", "utf_16_be", GB18030, BIG5]
TOLERANCE = 1.0
"""charset-normalizer refuses text that looks more unusual than this share; a list of names always looks unusual."""
FEW = 4
"""Below this number of Chinese characters, names alone, a rare one decides between GB18030 and Big5 by chance."""

# Rows of the characters in daily use: level 1 of GB 2312-80 (3755 characters), level 1 of Big5 (5401).
_DAILY = {GB18030: ("gb2312", range(0xB0, 0xD8)), BIG5: (BIG5, range(0xA4, 0xC7))}


def decoded(content: bytes) -> str | None:
    """The text without a byte order mark; None where it is no text, or where two encodings are as likely.

    GB18030 and Big5 share their bytes, and charset-normalizer takes one for the other in most rosters of a line or
    two. Between them, the text that has the greater share of characters in daily use is taken.
    """
    best = from_bytes(content, cp_isolation=ENCODINGS, threshold=TOLERANCE).best()
    if best is None:
        return None
    if best.encoding in _DAILY:
        return _gb18030_or_big5(content)
    return str(best).removeprefix("\ufeff")


def _gb18030_or_big5(content: bytes) -> str | None:
    simplified, traditional = _read_as(content, GB18030), _read_as(content, BIG5)
    if simplified is None or traditional is None:
        return simplified or traditional
    if _daily_share(simplified, GB18030) >= _daily_share(traditional, BIG5):
        return simplified
    return traditional if len(_beyond_ascii(traditional)) >= FEW else None


def _read_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _beyond_ascii(text: str) -> list[str]:
    return [character for character in text if not character.isascii()]


def _daily_share(text: str, encoding: str) -> float:
    """The share of the characters beyond ASCII that are in daily use in the script of this encoding."""
    codec, rows = _DAILY[encoding]
    leads = [character.encode(codec, "ignore")[:1] for character in _beyond_ascii(text)]
    return sum(bool(lead) and lead[0] in rows for lead in leads) / max(1, len(leads))
