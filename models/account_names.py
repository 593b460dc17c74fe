"""Names of accounts: one way to write each, and none that looks like another."""

from confusable_homoglyphs import categories
from confusable_homoglyphs.confusables import confusables_data
from precis_i18n import get_profile

from models.errors import ModelError

_LONGEST = 64
_PROFILE = "UsernameCaseMapped:CaseFold"  # RFC 8265; words are checked one by one, because it has no spaces
_TOGETHER = {"HAN", "LATIN", "COMMON", "INHERITED"}  # a Chinese name beside a Latin one is usual


def account_name(given: str) -> str:
    """The name of a new account in its one form: NFKC, without case, with single spaces.

    Raises ModelError for an empty or long name, for control, invisible and other letters that are not for names (RFC
    8265), and for letters of several scripts, other than Chinese and Latin together: they are there to deceive.
    """
    words = given.split()
    if not words:
        raise ModelError("an account needs a name")
    try:
        name = " ".join(get_profile(_PROFILE).enforce(word) for word in words)
    except UnicodeEncodeError as error:
        letter = ord(error.object[error.start])
        raise ModelError(f"the name has a letter that is not for names: U+{letter:04X}") from error
    if len(name) > _LONGEST:
        raise ModelError(f"the name is too long: at most {_LONGEST} letters")
    scripts = categories.unique_aliases(name) - {"COMMON", "INHERITED"}
    if len(scripts) > 1 and not scripts <= _TOGETHER:
        raise ModelError(
            f"the name mixes letters of {' and '.join(sorted(scripts))}: use those of one script"
        )
    return name


def folded(given: str) -> str:
    """The form of `account_name` for a name at sign-in.

    Of a name that no account can have, what can be read behind a space, with which no name begins: it is nobody's.
    """
    try:
        return account_name(given)
    except ModelError:
        return f" {''.join(letter for letter in given.strip().casefold() if letter.isprintable())}"[:_LONGEST]


def looks_of(name: str) -> str:
    """A text that is the same for names that look the same, by the confusable letters of Unicode (UTS 39)."""
    return "".join(_shape(letter) for letter in name).casefold()


def _shape(letter: str) -> str:
    shapes = confusables_data.get(letter, [])
    # A letter that others imitate lists them all; one that imitates lists the one it looks like.
    return str(shapes[0]["c"]) if len(shapes) == 1 else letter
