"""The OpenID provider: where people are sent to sign in, and who they are when they come back with a code."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ConfigDict, ValidationError

from api.oidc_settings import OidcSettings, is_protected

_ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"}
)
"""Signatures with a key pair. `none` is not one, and HS256 would be signed with a secret that this server has too."""


@dataclass(frozen=True, slots=True)
class ProviderLimits:
    """Limits of talking to the provider.

    `answer_s`: seconds for one answer; a person waits for two of them. `fresh_s`: seconds after which its description
    is read again, so that a moved address is noticed within an hour. `rest_s`: seconds in which a provider that did
    not answer is not asked again, so that waiting requests do not take every thread from people with passwords.
    `skew_s`: seconds that its clock may differ. Basis: our choice; OpenID Connect Core 1.0, 3.1.3.7 allows "some
    small leeway".
    """

    answer_s: float = 5.0
    rest_s: float = 15.0
    fresh_s: float = 3600.0
    skew_s: int = 60


PROVIDER_LIMITS = ProviderLimits()


class ProviderAwayError(Exception):
    """The provider does not answer, or not as OpenID Connect says."""


class ProviderRefusalError(Exception):
    """What came back from the provider does not prove who somebody is; the message is for the audit log."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What this server remembers of a person who was sent to the provider."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class ProvenIdentity:
    """Somebody as the provider knows them; `second_factor` says that it asked for one that counts here."""

    issuer: str
    subject: str
    second_factor: bool


class _Description(BaseModel):
    """What is needed of `/.well-known/openid-configuration`."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class IdentityProvider:
    """One provider. Its description and keys are read when they are needed, and kept."""

    def __init__(self, settings: OidcSettings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._described: tuple[float, _Description] | None = None
        self._failed_at = float("-inf")
        self._keys: KeySet | None = None

    def begin(self, now: float) -> tuple[str, Flow]:
        """The address to which a person is sent, and what to remember. Raises ProviderAwayError."""
        flow = Flow(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
        address = prepare_grant_uri(
            self._description(now).authorization_endpoint,
            client_id=self.settings.client_id,
            response_type="code",
            redirect_uri=self.settings.redirect_uri,
            scope="openid",
            state=flow.state,
            nonce=flow.nonce,
            code_challenge=create_s256_code_challenge(flow.verifier),
            code_challenge_method="S256",
        )
        return str(address), flow

    def finish(self, flow: Flow, code: str, now: float) -> ProvenIdentity:
        """Who came back with this code. Raises ProviderAwayError and ProviderRefusalError."""
        description = self._description(now)
        try:
            claims = self._claims(self._id_token(description, flow, code), description, flow, now)
        except JoseError as error:
            raise ProviderRefusalError(f"id token: {error.error}") from error
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise ProviderRefusalError("id token: sub")
        return ProvenIdentity(self.settings.issuer, subject, self._counts(claims))

    def _counts(self, claims: Mapping[str, object]) -> bool:
        """Whether the provider asked for a second factor that counts here."""
        wanted, said = self.settings.second_factor, claims.get("amr")
        methods = {one for one in said if isinstance(one, str)} if isinstance(said, list) else set()
        return bool(methods & wanted.amr) or claims.get("acr") in wanted.acr

    def _id_token(self, description: _Description, flow: Flow, code: str) -> str:
        """The ID token that the provider gives for a code."""
        methods = description.token_endpoint_auth_methods_supported
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        settings = self.settings
        body = prepare_token_request(
            "authorization_code", redirect_uri=settings.redirect_uri, code=code, code_verifier=flow.verifier
        )
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        auth = ClientAuth(settings.client_id, settings.client_secret, method)
        uri, headers, body = auth.prepare("POST", description.token_endpoint, headers, body)
        given = _asked(uri, (headers, body)).get("id_token")
        if not isinstance(given, str):
            raise ProviderRefusalError("no id token")
        return given

    def _claims(self, token: str, description: _Description, flow: Flow, now: float) -> CodeIDToken:
        """The claims of an ID token, checked. Raises JoseError."""
        allowed = sorted(_ALGORITHMS & set(description.id_token_signing_alg_values_supported))
        registry = JWSRegistry(algorithms=allowed, strict_check_header=False)
        try:
            read = jwt.decode(token, self._key_set(description), registry=registry)
        except (InvalidKeyIdError, BadSignatureError):  # the provider may have changed its keys
            read = jwt.decode(token, self._key_set(description, again=True), registry=registry)
        wanted = {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.settings.client_id},
        }
        known = {"nonce": flow.nonce, "client_id": self.settings.client_id}
        claims = CodeIDToken(read.claims, read.header, wanted, known)
        claims.validate(now=int(now), leeway=PROVIDER_LIMITS.skew_s)
        return claims

    def _description(self, now: float) -> _Description:
        with self._lock:
            if self._described is None or not 0 <= now - self._described[0] < PROVIDER_LIMITS.fresh_s:
                self._described = now, self._read_description(now)
            return self._described[1]

    def _read_description(self, now: float) -> _Description:
        if 0 <= now - self._failed_at < PROVIDER_LIMITS.rest_s:
            raise ProviderAwayError("it did not answer a moment ago")
        try:
            return self._asked_description()
        except ProviderAwayError:
            self._failed_at = now
            raise

    def _asked_description(self) -> _Description:
        issuer = self.settings.issuer
        try:
            read = _Description.model_validate(
                _asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            )
        except ValidationError as error:
            raise ProviderAwayError("its description lacks an address") from error
        if read.issuer != issuer:
            raise ProviderAwayError(f"it calls itself {read.issuer!r}")
        for address in (read.authorization_endpoint, read.token_endpoint, read.jwks_uri):
            if not is_protected(address):
                raise ProviderAwayError(f"its address {address!r} is not encrypted")
        return read

    def _key_set(self, description: _Description, *, again: bool = False) -> KeySet:
        with self._lock:
            if self._keys is None or again:
                try:
                    read = _asked(description.jwks_uri)
                    self._keys = KeySet.import_key_set(cast(Any, read))
                except (JoseError, KeyError, TypeError, ValueError) as error:
                    raise ProviderAwayError("its keys cannot be read") from error
            return self._keys


def _asked(address: str, form: tuple[Mapping[str, str], str] | None = None) -> dict[str, object]:
    """The JSON object that the provider answers with; `form` has headers and body of a POST."""
    try:
        with httpx.Client(timeout=PROVIDER_LIMITS.answer_s) as asking:
            answer = asking.post(address, headers=form[0], content=form[1]) if form else asking.get(address)
    except httpx.HTTPError as error:
        raise ProviderAwayError(type(error).__name__) from error
    if form and answer.is_client_error:
        raise ProviderRefusalError(f"the provider refused the code ({answer.status_code})")
    try:
        said = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderAwayError(f"it answered with {answer.status_code}") from error
    if not isinstance(said, dict):
        raise ProviderAwayError("its answer is no object")
    return said
