"""Pages of other sites, other names for this server, and invented proxies."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from models.store import AuditFilter, Store
from tests.support.served_program import ServedProgram, get, post, program

SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport="
UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def socket_status(served: ServedProgram, origin: str) -> int:
    """The status of the answer to a browser that opens a page's WebSocket from a page of `origin`."""
    head = f"GET {SOCKET}websocket HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nOrigin: {origin}\r\n{UPGRADE}"
    with served.connect() as line:
        line.sendall(head.encode())
        return int(line.recv(65536).split(b" ", 2)[1])


def test_a_socket_opens_for_our_pages_only(served: ServedProgram) -> None:
    assert socket_status(served, served.address) == 101
    for foreign in ("https://evil.example", f"http://127.0.0.1:{served.port + 1}", "null"):
        assert socket_status(served, foreign) == 403


def test_no_answer_lets_a_foreign_origin_read_it(served: ServedProgram) -> None:
    foreign = {"Origin": "https://evil.example"}
    for path in (f"{SOCKET}polling", "/signin", "/api/v1/health"):
        answer = get(served.address + path, headers=foreign)
        assert [name for name in answer.headers if name.startswith("access-control")] == []
    assert get(f"{served.address}{SOCKET}polling", headers=foreign).status_code == 403
    own = get(f"{served.address}{SOCKET}polling", headers={"Origin": served.address})
    assert own.status_code == 200
    assert "access-control-allow-origin" not in own.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(served: ServedProgram, headers: dict[str, str]) -> None:
    body = {"name": "sun", "password": "correct horse"}
    for path in ("/api/v1/sign-in", "/signin", f"{SOCKET}polling"):
        answer = post(served.address + path, json=body, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
        assert answer.json()["detail"] == "this request comes from a page of another site"


def test_a_foreign_name_that_points_here_is_no_name_of_ours(served: ServedProgram) -> None:
    for host in ("evil.example", f"evil.example:{served.port}", "", "[::1", "localhost@evil.example"):
        answer = served.answer(f"GET /signin HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 421 "), (host, answer[:40])
    for host in ("localhost", f"127.0.0.1:{served.port}", "[::1]:8000"):
        answer = served.answer(f"GET /signin HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 200 "), (host, answer[:40])


@contextmanager
def serving(folder: Path, accounts: Path, *options: str) -> Iterator[ServedProgram]:
    shutil.copytree(accounts, folder / "data")
    with program(folder / "data", *options) as running:
        yield running


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "hall.example",
}


def client_in_the_log(data: Path) -> str:
    with Store.at(data) as store:
        return store.audit.page(AuditFilter(), 1)[0].client


def sign_in(served: ServedProgram, headers: dict[str, str]) -> httpx.Response:
    wrong = {"name": "sun", "password": "a wrong password"}
    return post(f"{served.address}/api/v1/sign-in", json=wrong, headers=headers)


def test_forwarded_headers_of_anybody_are_ignored(served: ServedProgram) -> None:
    answer = sign_in(served, FORWARDED)
    assert "strict-transport-security" not in answer.headers
    assert client_in_the_log(served.data) == "127.0.0.1"


def test_a_named_proxy_tells_client_scheme_and_host(tmp_path: Path, accounts: Path) -> None:
    with serving(tmp_path, accounts, "--proxy", "127.0.0.1", "--host-name", "hall.example") as served:
        answer = sign_in(served, FORWARDED | {"Origin": "https://hall.example"})
        assert answer.status_code == 401
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        page = get(f"{served.address}/signin", headers=FORWARDED)
        assert all("; secure" in cookie.lower() for cookie in page.headers.get_list("set-cookie"))
        assert page.headers.get_list("set-cookie")
        other = get(f"{served.address}/signin", headers=FORWARDED | {"X-Forwarded-Host": "evil.example"})
        assert other.status_code == 421
    assert client_in_the_log(served.data) == "203.0.113.9"
