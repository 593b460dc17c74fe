"""Tries of strangers at the served program; docs/security.md lists them all."""

import re

import pytest

from tests.support.served_program import ServedProgram, get


def test_every_answer_says_its_type_and_encoding(served: ServedProgram) -> None:
    page = get(f"{served.address}/signin").text
    parts = re.findall(r"(?:src|href)=\"(/[^\"]+\.(?:js|css|svg))\"", page)
    assert parts
    for path in (
        "/signin",
        "/nothing",
        "/api/v1/health",
        "/api/v1/nothing",
        "/api/v1/openapi.json",
        "/favicon.ico",
        *parts,
    ):
        kind = get(f"{served.address}{path}").headers["content-type"]
        assert not kind.startswith("text/") or kind.endswith("charset=utf-8"), (path, kind)


def test_the_password_field_hides_and_allows_password_managers(served: ServedProgram) -> None:
    page = get(f"{served.address}/signin").text.replace("&quot;", '"')
    assert '"type":"password"' in page
    assert '"autocomplete":"current-password"' in page
    assert "onpaste" not in page


def test_a_text_cannot_end_the_script_of_a_page(served: ServedProgram) -> None:
    ending = "</script><script>alert(1)</script>"
    for path in (f"/signin?next=/{ending}", f"/{ending}", f"/events/{ending}", f"/signin?again={ending}"):
        answer = get(f"{served.address}{path}", headers={"Accept-Language": ending}, follow_redirects=True)
        assert ending not in answer.text, path
        assert "<script>alert" not in answer.text, path


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/pyproject.toml",
        "/counterwatch.db",
        "/dashboard/secret",
        "/static/../app.py",
        "/dashboard-static/../../secret",
        "/dashboard-static/%2e%2e/app.py",
        "/dashboard-static/..%2fapp.py",
        "/api/v1/events/..%2f..%2fsecret/clip",
        "/api/v1/../secret",
        "//etc/passwd",
    ],
)
def test_no_file_beside_the_product_is_served(served: ServedProgram, path: str) -> None:
    secret = (served.data / "secret").read_bytes()
    answer = served.answer(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 200 " not in head.splitlines()[0]
    assert secret not in body
    assert b"root:" not in body
