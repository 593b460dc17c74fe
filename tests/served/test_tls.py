"""`serve --tls-cert --tls-key`: what is wrong with the files is said at once; browsers stay with https."""

import datetime as dt
import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from api.tls import TlsFiles
from models import ModelError
from tests.support.browser import Visitor
from tests.support.certificates import certificate
from tests.support.command_line import complaint
from tests.support.served_program import ServedProgram, get, program


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def encrypted(
    tmp_path_factory: pytest.TempPathFactory, accounts: Path, files: tuple[Path, Path]
) -> Iterator[ServedProgram]:
    data = tmp_path_factory.mktemp("encrypted") / "data"
    shutil.copytree(accounts, data)
    with program(data, "--tls-cert", files[0], "--tls-key", files[1], verify=files[0]) as running:
        yield running


def asked(encrypted: ServedProgram, files: tuple[Path, Path], path: str) -> httpx.Response:
    trusting = ssl.create_default_context(cafile=str(files[0]))
    return get(f"{encrypted.address}{path}", verify=trusting)


def test_pages_and_answers_tell_browsers_to_stay_with_https(
    encrypted: ServedProgram, files: tuple[Path, Path]
) -> None:
    for path in ("/api/v1/health", "/signin"):
        assert asked(encrypted, files, path).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_session_is_never_sent_without_encryption(
    encrypted: ServedProgram, files: tuple[Path, Path]
) -> None:
    page = asked(encrypted, files, "/signin")
    cookies = page.headers.get_list("set-cookie")
    assert len(cookies) >= 1
    for cookie in cookies:
        said = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= said
        assert cookie.startswith("__Host-")


@pytest.mark.browser
def test_a_person_signs_in_over_tls_and_no_script_of_a_text_runs(
    encrypted: ServedProgram, chromium: Browser
) -> None:
    context = chromium.new_context(ignore_https_errors=True, locale="en-US")
    visitor = Visitor(context.new_page(), encrypted.address)
    visitor.sign_in("sun")
    page = visitor.page
    (cookie,) = [one for one in context.cookies() if one["name"] == "__Host-counterwatch"]
    assert (cookie["secure"], cookie["httpOnly"], cookie["domain"]) == (True, True, "127.0.0.1")
    assert visitor.errors == []
    # A text that became an element, by a fault of ours: its handler is no script of the page.
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=\"window.ran = 1\">')"
        )
    assert page.evaluate("window.ran") is None
    context.close()


def test_half_open_handshakes_stop_nobody(encrypted: ServedProgram, files: tuple[Path, Path]) -> None:
    lines = [encrypted.connect() for _ in range(60)]
    for line in lines:
        line.sendall(b"\x16\x03\x01")  # the beginning of a handshake
    assert asked(encrypted, files, "/api/v1/health").is_success
    for line in lines:
        line.close()


def test_old_versions_of_tls_are_refused(encrypted: ServedProgram) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with pytest.warns(DeprecationWarning):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with encrypted.connect() as line, pytest.raises(ssl.SSLError):
        old.wrap_socket(line)


def test_http_on_the_port_of_https_shows_nothing(encrypted: ServedProgram) -> None:
    assert b"200" not in encrypted.answer(b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n")


def refusal(cert: Path, key: Path) -> str:
    """The one line about two files that cannot serve."""
    with pytest.raises(ModelError) as refused:
        TlsFiles(cert, key).context(dt.datetime.now(dt.UTC))
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_files_that_cannot_serve_are_named_in_one_line(tmp_path: Path, files: tuple[Path, Path]) -> None:
    cert, key = files
    (tmp_path / "open.key").write_bytes(key.read_bytes())
    (tmp_path / "open.key").chmod(0o644)
    text = tmp_path / "text.pem"
    text.write_text("no certificate")
    text.chmod(0o600)
    assert "no.crt: cannot be read: No such file" in refusal(tmp_path / "no.crt", key)
    assert "no.key: cannot be read: No such file" in refusal(cert, tmp_path / "no.key")
    assert "cannot be read: Is a directory" in refusal(tmp_path, key)
    assert "text.pem: no certificate in PEM form" in refusal(text, key)
    assert "text.pem: no private key in PEM form" in refusal(cert, text)
    assert "does not belong to the certificate" in refusal(cert, certificate(tmp_path, "other")[1])
    assert "the certificate expired on" in refusal(*certificate(tmp_path, "expired", (-30, -2)))
    assert "is not valid before" in refusal(*certificate(tmp_path, "early", (2, 30)))
    assert "the key has a password" in refusal(*certificate(tmp_path, "locked", password=b"hidden"))
    assert "every account can read this key" in refusal(cert, tmp_path / "open.key")


def test_a_server_without_good_files_does_not_start(tmp_path: Path, files: tuple[Path, Path]) -> None:
    cert, key = files
    assert "belong together" in complaint("serve", "--tls-cert", cert, folder=tmp_path)
    said = complaint("serve", "--port", 0, "--tls-cert", "no.crt", "--tls-key", key, folder=tmp_path)
    assert said == "counterwatch: no.crt: cannot be read: No such file or directory"
    assert "10.0.0.7/99" in complaint("serve", "--proxy", "10.0.0.7/99", folder=tmp_path)
