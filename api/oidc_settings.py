"""Settings of signing in by OpenID Connect: a file that names the provider, with the client's secret by reference."""

import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from models import ModelError, Words
from models.norms.yamlfile import read_yaml

_REFERENCE = re.compile(r"\$\{(?:file:(?P<path>/[^}]+)|(?P<name>[A-Za-z_]\w*))\}")
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
_Names = Annotated[frozenset[_Text], Field(max_length=20)]
CALLBACK = "/signin/provider/back"
"""The page to which the provider sends people back."""


class ProviderFactor(BaseModel):
    """What the provider says in an ID token when it asked for a second factor: one of `amr`, or one of `acr`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    amr: _Names = frozenset()
    acr: _Names = frozenset()


class ProviderLabel(BaseModel):
    """The name of the provider on the button of the sign-in page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: _Text = "单位账号"
    en: _Text = "company account"


class OidcSettings(BaseModel):
    """The provider, what this server is called there, and where it sends people back.

    `second_factor` is empty where the provider's factor does not count: then ours is asked for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: _Text
    client_id: _Text
    client_secret: _Text
    redirect_uri: _Text
    label: ProviderLabel = ProviderLabel()
    second_factor: ProviderFactor = ProviderFactor()

    @field_validator("issuer", "redirect_uri")
    @classmethod
    def _encrypted(cls, address: str) -> str:
        if not is_protected(address):
            raise ValueError(f"{address}: write an address that begins with https://")
        return address

    @model_validator(mode="after")
    def _leads_back(self) -> Self:
        if urlsplit(self.redirect_uri).path != CALLBACK:
            raise ValueError(f"redirect_uri: write the address of this server with the path {CALLBACK}")
        return self

    @property
    def words(self) -> Words:
        """The label in every language."""
        return Words(zh=self.label.zh, en=self.label.en)


def is_protected(address: str) -> bool:
    """Whether nobody on the way can read a request to this address: https, or a server on this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and _is_loopback(parts.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load_oidc(path: Path) -> OidcSettings:
    """The settings in a YAML file. Raises ModelError with one line that never has the secret."""
    settings = read_yaml(path).parse(OidcSettings)
    return settings.model_copy(update={"client_secret": _secret(settings.client_secret, path)})


def _secret(reference: str, path: Path) -> str:
    """The value that `${NAME}` or `${file:/PATH}` stands for."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ModelError(
            f"{path}: client_secret: write where it is, as ${{NAME}} or ${{file:/PATH}}, and not what it is"
        )
    file, name = found["path"], found["name"]
    value = os.environ.get(name, "") if file is None else _first_line(Path(file))
    if not value:
        raise ModelError(f"{path}: client_secret: {reference} is not set or empty")
    return value


def _first_line(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise ModelError(f"{path}: others may read the client secret: run chmod 600 on it")
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a text"
        raise ModelError(f"{path}: the client secret cannot be read: {why}") from error
