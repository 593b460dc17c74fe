"""The connection to the API: its address, the token of one person, and errors in one line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Protocol, Self, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Query = Mapping[str, str | int | float | bool | list[str] | None]

MOST_PAGES = 50
"""Pages of one list that a page of the dashboard reads at most."""

TIMEOUT_S = 20.0
"""After this time the page says that the server does not answer."""


class ItemPage(Protocol[T_co]):
    """A page of a list, as `api.schemas.Paged` with its items."""

    @property
    def items(self) -> Sequence[T_co]:
        """The entries of this page."""

    @property
    def next(self) -> str | None:
        """The cursor of the following page; None on the last one."""


class ApiError(Exception):
    """The API refused a call or did not answer. `detail` is one line for people; `status` 0 means no answer."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class SignedOutError(Exception):
    """The session has ended; the person has to sign in again."""


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """The address of the API; with `transport` the API is called without a socket."""

    base_url: str
    transport: httpx.AsyncBaseTransport | None = None


ApiAddresses = Callable[[str | None], ApiAddress]
"""Gives the address of the API for the network address of a reader."""


class ApiConnection:
    """HTTP requests in the name of one person; an async context manager."""

    def __init__(self, address: ApiAddress, token: str | None, language: str) -> None:
        headers = {"Accept-Language": language}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.language = language
        self._http = httpx.AsyncClient(
            base_url=address.base_url, transport=address.transport, headers=headers, timeout=TIMEOUT_S
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, path: str, shape: type[T], query: Query | None = None, wait: float = TIMEOUT_S) -> T:
        """The answer to a GET request as `shape`; `wait` is the time limit in seconds."""
        given = {key: value for key, value in (query or {}).items() if value is not None}
        return parsed(await self.ask("GET", path, params=given, timeout=wait), shape)

    async def whole(
        self, path: str, shape: type[ItemPage[T]], query: Query | None = None, limit: int = 200
    ) -> list[T]:
        """The items of a list, asked for in pages of `limit`, but not those beyond MOST_PAGES pages."""
        found: list[T] = []
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await self.get(path, shape, {**(query or {}), "limit": limit, "cursor": cursor})
            found += page.items
            cursor = page.next
            if cursor is None:
                break
        return found

    async def send(
        self, method: str, path: str, shape: type[T], body: BaseModel, query: Query | None = None
    ) -> T:
        """The answer to a request with a body, as `shape`; fields that were not set are left out."""
        content = body.model_dump(mode="json", exclude_unset=True)
        return parsed(await self.ask(method, path, json=content, params=dict(query or {})), shape)

    async def ask(self, method: str, path: str, **parts: object) -> httpx.Response:
        """The response to a request. Raises ApiError, and SignedOutError when the session has ended."""
        try:
            response = await self._http.request(method, path, **parts)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise ApiError(0, type(error).__name__) from error
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            raise SignedOutError(_detail(response))
        if response.is_error:
            raise ApiError(response.status_code, _detail(response))
        return response


def parsed(response: httpx.Response, shape: type[T]) -> T:
    """The body of a response as `shape`. Raises ApiError when it does not fit."""
    try:
        return TypeAdapter(shape).validate_json(response.content)
    except ValidationError as error:
        raise ApiError(
            0, f"{response.request.url.path}: {error.error_count()} fields not understood"
        ) from error


def _detail(response: httpx.Response) -> str:
    try:
        detail = response.json()["detail"]
    except (ValueError, KeyError, TypeError):
        return f"HTTP {response.status_code}"
    return detail if isinstance(detail, str) else f"HTTP {response.status_code}"
