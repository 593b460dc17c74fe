"""An OpenID provider on loopback: real HTTP, signed ID tokens and a key set, by the server classes of Authlib.

Everybody who comes is signed in at once as `person`. The other fields make its ID tokens wrong.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import (
    AuthorizationCodeMixin,
    AuthorizationServer,
    ClientMixin,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "counterwatch", "a secret of both"


@dataclass
class OpenIdProvider:
    """What the provider says; `claims` and `header` replace those of an ID token, `clock` gives UTC seconds."""

    address: str
    back: str
    clock: Callable[[], float]
    person: str = "248289761001"
    claims: dict[str, object] = field(default_factory=dict)
    algorithm: str = "RS256"
    published: str = ""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, "_Code"] = field(default_factory=dict)
    keys: list[RSAKey] = field(default_factory=lambda: [_key("first")])
    signs_with: RSAKey | None = None

    def rotate(self) -> None:
        """From now on ID tokens are signed with another key, and the first one is no longer published."""
        self.keys = [_key("second")]

    def description(self) -> dict[str, object]:
        """The answer of `/.well-known/openid-configuration`."""
        return {
            "issuer": self.published or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "none"],
        }


def _key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class _Code(AuthorizationCodeMixin):
    person: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    code: str = ""

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> None:
        return None

    get_acr = get_amr = get_auth_time


@dataclass
class _Client(ClientMixin):
    provider: OpenIdProvider

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return self.provider.back

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.provider.back

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class _Request(OAuth2Request):
    """A request over a connection that a proxy encrypted."""

    def __init__(self, method: str, path: str, headers: dict[str, str], form: dict[str, str]) -> None:
        super().__init__(method, f"https://provider{path}", headers=headers)
        self._form = form
        self.payload = BasicOAuth2Payload(form or dict(parse_qsl(urlsplit(path).query)))

    @property
    def form(self) -> dict[str, str]:
        return self._form


class _Grant(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012 - Authlib's

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        said = request.payload.data
        self.server.provider.codes[code] = _Code(
            request.user, said["redirect_uri"], said["scope"], said["nonce"],
            said["code_challenge"], said["code_challenge_method"], code,
        )  # fmt: skip

    def query_authorization_code(self, code: str, _client: ClientMixin) -> _Code | None:
        found: _Code | None = self.server.provider.codes.get(code)
        return found

    def delete_authorization_code(self, authorization_code: _Code) -> None:
        del self.server.provider.codes[authorization_code.code]

    def authenticate_user(self, authorization_code: _Code) -> str:
        return authorization_code.person


class _IdTokens(OpenIDCode):
    def __init__(self, provider: OpenIdProvider) -> None:
        super().__init__(require_nonce=True)
        self._provider = provider

    def exists_nonce(self, nonce: str, _request: OAuth2Request) -> bool:
        return any(code.nonce == nonce for code in self._provider.codes.values())

    def resolve_client_private_key(self, _client: ClientMixin) -> RSAKey | OctKey:
        if self._provider.algorithm == "HS256":
            return OctKey.import_key(CLIENT_SECRET * 3, {"kid": self._provider.keys[-1].kid})
        return self._provider.signs_with or self._provider.keys[-1]

    def get_client_algorithm(self, _client: ClientMixin) -> str:
        return self._provider.algorithm

    def get_client_claims(self, _client: ClientMixin) -> dict[str, object]:
        now = int(self._provider.clock())
        return {"iss": self._provider.address, "aud": [CLIENT_ID], "iat": now, "exp": now + 300}

    def get_encode_header(self, client: ClientMixin) -> dict[str, str]:
        return {
            "alg": self.get_client_algorithm(client),
            "kid": self.resolve_client_private_key(client).kid or "",
        }

    def generate_user_info(self, user: str, _scope: str) -> dict[str, object]:
        return {"sub": user} | self._provider.claims


class _Server(AuthorizationServer):
    def __init__(self, provider: OpenIdProvider) -> None:
        super().__init__()
        self.provider = provider
        self.register_grant(_Grant, [_IdTokens(provider), CodeChallenge(required=True)])
        self.register_token_generator("default", self._token)

    @staticmethod
    def _token(scope: str = "", **_rest: object) -> dict[str, object]:
        return {"token_type": "Bearer", "access_token": "opaque", "expires_in": 60, "scope": scope}

    def query_client(self, client_id: str) -> _Client | None:
        return _Client(self.provider) if client_id == CLIENT_ID else None

    def save_token(self, token: object, request: object) -> None:
        """No route here takes an access token."""

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: _Request) -> _Request:
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Any:
        return status, body if isinstance(body, str) else json.dumps(body), dict(headers)


def _handler(provider: OpenIdProvider) -> type[BaseHTTPRequestHandler]:
    server = _Server(provider)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(urlsplit(self.path).path)
            if self.path == "/.well-known/openid-configuration":
                self._answer(200, json.dumps(provider.description()))
            elif self.path == "/keys":
                keys = KeySet(provider.keys).as_dict(private=False)
                self._answer(200, json.dumps(keys))
            else:
                self._authorize(_Request("GET", self.path, {}, {}))

        def _authorize(self, request: _Request) -> None:
            try:
                grant = server.get_consent_grant(request, provider.person)
                self._answer(*server.create_authorization_response(request, provider.person, grant))
            except OAuth2Error as error:
                self._answer(400, str(error))

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self._answer(*server.create_token_response(_Request("POST", self.path, dict(self.headers), form)))

        def _answer(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_said: object) -> None:
            """Keep the output of the tests clean."""

    return Handler


@contextmanager
def openid_provider(back: str, clock: Callable[[], float]) -> Iterator[OpenIdProvider]:
    """The provider, which sends people back to the address `back`, until the block is left."""
    provider = OpenIdProvider("", back, clock)
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.address = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
