"""One-time codes (TOTP, RFC 6238) and recovery codes."""

import hashlib
import hmac
import secrets

import pyotp

_RECOVERY_CODES = 10
_DRIFT = 1  # steps of 30 s by which the clock of a phone may differ (RFC 6238, 5.2)


def new_secret() -> str:
    """A new secret of 160 bits, in base 32 as authenticator programs take it."""
    return pyotp.random_base32()


def setup_address(secret: str, name: str) -> str:
    """The address that an authenticator program reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Counterwatch")


def step_of(secret: str, code: str, now: float) -> int | None:
    """The step of time that the code belongs to, None for a wrong code."""
    totp, given = pyotp.TOTP(secret), "".join(code.split()).encode()
    present = int(now) // totp.interval
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), given):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Codes of 80 bits each, in four groups for people who copy them by hand."""
    drawn = (secrets.token_hex(10) for _ in range(_RECOVERY_CODES))
    return ["-".join(code[i : i + 5] for i in range(0, 20, 5)) for code in drawn]


def recovery_hash(code: str) -> str:
    """The hash of a recovery code; a code of 80 random bits needs no slow one."""
    bare = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()
