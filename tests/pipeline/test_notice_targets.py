"""Where a channel may connect, and that it connects where it was checked."""

import ipaddress
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest

from pipeline.notices.target import AllowedNetworks, ForbiddenTargetError, permitted, reachable
from tests.support.certificates import certificate
from tests.support.loopback_http import LoopbackHttp
from tests.support.noticed_hall import NoticedHall

OFFICE = AllowedNetworks.parsed("10.20.0.0/16, 127.0.0.1, 169.254.0.0/16")


@pytest.mark.parametrize(
    ("address", "with_tls", "without"),
    [
        ("8.8.8.8", True, False),
        ("10.20.3.4", True, True),
        ("10.21.3.4", False, False),
        ("127.0.0.1", True, True),
        ("127.0.0.2", False, False),
        ("192.168.1.1", False, False),
        ("100.64.0.1", False, False),
        ("169.254.169.254", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("2606:4700::1111", True, False),
        ("::1", False, False),
        ("fe80::1", False, False),
        ("fd00::1", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("::ffff:10.20.3.4", True, True),
        ("64:ff9b::192.168.1.1", False, False),
        ("2002:c0a8:0101::1", False, False),
    ],
)
def test_who_may_be_reached(address: str, with_tls: bool, without: bool) -> None:
    found = ipaddress.ip_address(address)
    assert permitted(found, OFFICE, secure=True) == with_tls
    assert permitted(found, OFFICE, secure=False) == without


@pytest.mark.parametrize("text", ["10.0.0.1/8", "the office", "10.0.0.0/8 10.1.0.0/8"])
def test_what_is_no_network_is_said_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="not networks"):
        AllowedNetworks.parsed(text)


def test_a_public_server_without_tls_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _leads_to(monkeypatch, "8.8.8.8")
    with pytest.raises(ForbiddenTargetError, match="needs TLS"):
        reachable("bank.example", 80, OFFICE, secure=False)
    assert reachable("bank.example", 443, OFFICE, secure=True) == "8.8.8.8"


def test_a_name_is_looked_up_once_and_its_certificate_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = certificate(tmp_path)
    monkeypatch.setattr(
        "pipeline.notices.http_line.trusted_authorities", lambda: ssl.create_default_context(cafile=files[0])
    )
    hall = NoticedHall.at(tmp_path / "data")
    with LoopbackHttp(certificate=files) as server:
        hall.channel(server.address())
        hall.told("by its own name")
        asked = _leads_to(monkeypatch, "127.0.0.1", "169.254.169.254")
        hall.channel(server.address(host="bank.example"))
        hall.told("to another name")
        assert hall.sends() == 3
        assert asked.count("bank.example") == 1
        assert len(server.received) == 2  # both by the name that the certificate has
    assert any("Hostname mismatch" in error for error in hall.errors())
    hall.close()


def _leads_to(monkeypatch: pytest.MonkeyPatch, first: str, later: str = "") -> list[str]:
    """Names lead to `first` when they are asked for first, then to `later`; returns the names that were asked for."""
    asked: list[str] = []

    def answered(host: str, port: int, **_more: Any) -> list[tuple[Any, ...]]:
        address = later if later and host == "bank.example" and host in asked else first
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr("pipeline.notices.target.socket.getaddrinfo", answered)
    return asked
