"""`serve --tls-cert --tls-key`: what is wrong with the files is said at once; browsers stay with https."""

import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.certificates import certificate
from tests.support.command_line import complaint
from tests.support.served_program import ServedProgram, program


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
    return httpx.get(f"{encrypted.address}{path}", verify=trusting)


def test_pages_and_answers_tell_browsers_to_stay_with_https(
    encrypted: ServedProgram, files: tuple[Path, Path]
) -> None:
    for path in ("/api/health", "/signin"):
        assert asked(encrypted, files, path).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_session_is_never_sent_without_encryption(
    encrypted: ServedProgram, files: tuple[Path, Path]
) -> None:
    page = asked(encrypted, files, "/signin")
    cookies = page.headers.get_list("set-cookie")
    assert len(cookies) >= 1
    for cookie in cookies:
        said = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax"} <= said


def test_half_open_handshakes_stop_nobody(encrypted: ServedProgram, files: tuple[Path, Path]) -> None:
    lines = [encrypted.connect() for _ in range(60)]
    for line in lines:
        line.sendall(b"\x16\x03\x01")  # the beginning of a handshake
    assert asked(encrypted, files, "/api/health").is_success
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
    assert b"200" not in encrypted.answer(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")


def refused(folder: Path, cert: object, key: object) -> str:
    return complaint("serve", "--port", 0, "--tls-cert", cert, "--tls-key", key, folder=folder)


def test_files_that_cannot_serve_are_named_in_one_line(tmp_path: Path, files: tuple[Path, Path]) -> None:
    cert, key = files
    other = certificate(tmp_path, "other")
    expired = certificate(tmp_path, "expired", (-30, -2))
    early = certificate(tmp_path, "early", (2, 30))
    locked = certificate(tmp_path, "locked", password=b"hidden")
    (tmp_path / "open.key").write_bytes(key.read_bytes())
    (tmp_path / "open.key").chmod(0o644)
    (tmp_path / "text.pem").write_text("no certificate")
    (tmp_path / "text.pem").chmod(0o600)
    assert "no.crt: cannot be read: No such file" in refused(tmp_path, "no.crt", key)
    assert "no.key: cannot be read: No such file" in refused(tmp_path, cert, "no.key")
    assert "text.pem: no certificate in PEM form" in refused(tmp_path, "text.pem", key)
    assert "text.pem: no private key in PEM form" in refused(tmp_path, cert, "text.pem")
    assert "does not belong to the certificate" in refused(tmp_path, cert, other[1])
    assert "the certificate expired on" in refused(tmp_path, *expired)
    assert "is not valid before" in refused(tmp_path, *early)
    assert "the key has a password" in refused(tmp_path, *locked)
    assert "every account can read this key" in refused(tmp_path, cert, "open.key")


def test_a_certificate_without_its_key_is_refused(tmp_path: Path, files: tuple[Path, Path]) -> None:
    assert "belong together" in complaint("serve", "--tls-cert", files[0], folder=tmp_path)
