"""Cameras on the network that speak ONVIF, found by WS-Discovery."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from urllib.parse import unquote
from uuid import uuid4

import psutil
from lxml import etree

from vision.core import Basis, VisionError, limit

GROUP = ("239.255.255.250", 3702)
"""Where devices listen (WS-Discovery 1.0, 2.4)."""


@dataclass(frozen=True, slots=True)
class DiscoveryLimits:
    """Limits of looking for cameras."""

    answer_bytes: int = limit(65_507, "bytes", Basis.STANDARD, "a datagram holds no more")
    cameras: int = limit(1000, "", Basis.CHOICE, "a network with more of them is asked in parts")


LIMITS = DiscoveryLimits()

_WSA = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
_WSD = "http://schemas.xmlsoap.org/ws/2005/04/discovery"
_PROBE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    f'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="{_WSA}" xmlns:d="{_WSD}">'
    "<e:Header><w:MessageID>urn:uuid:{id}</w:MessageID>"
    "<w:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>"
    f"<w:Action>{_WSD}/Probe</w:Action></e:Header>"
    '<e:Body><d:Probe><d:Types xmlns:n="http://www.onvif.org/ver10/network/wsdl">n:NetworkVideoTransmitter'
    "</d:Types></d:Probe></e:Body></e:Envelope>"
)
# An answer comes from anybody on the network: no entities, no files, no requests to elsewhere.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A camera that answered: the address to ask, and its name and hardware as it tells them, or ""."""

    address: str
    name: str
    hardware: str


def find_cameras(seconds: float) -> list[FoundCamera]:
    """The cameras that answer within `seconds`, by address. Asks on every network of this machine.

    Raises VisionError when this machine has no network to ask on.
    """
    found: dict[str, FoundCamera] = {}
    with ExitStack() as stack:
        selector = stack.enter_context(DefaultSelector())
        for address in _own_addresses():
            if (asked := _asked(address)) is not None:
                selector.register(stack.enter_context(asked), EVENT_READ)
        if not selector.get_map():
            raise VisionError("no camera can be looked for: this machine has no network that takes multicast")
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and len(found) < LIMITS.cameras:
            for key, _ in selector.select(left):
                answer = key.fileobj.recv(LIMITS.answer_bytes)  # type: ignore[union-attr]
                found |= {camera.address: camera for camera in cameras_in(answer)}
    return sorted(found.values(), key=lambda camera: camera.address)


def cameras_in(answer: bytes) -> Iterator[FoundCamera]:
    """The cameras of an answer, which holds none when it is no answer to such a question."""
    try:
        root = etree.fromstring(answer, _PARSER)
    except etree.XMLSyntaxError:
        return
    for match in root.iter(f"{{{_WSD}}}ProbeMatch"):
        address = _web_address(match.findtext(f"{{{_WSD}}}XAddrs") or "")
        if address:
            scopes = match.findtext(f"{{{_WSD}}}Scopes") or ""
            yield FoundCamera(address, _told(scopes, "name"), _told(scopes, "hardware"))


def _own_addresses() -> list[str]:
    every = (one for addresses in psutil.net_if_addrs().values() for one in addresses)
    return sorted({one.address for one in every if one.family == socket.AF_INET})


def _asked(address: str) -> socket.socket | None:
    """A socket over which devices in the network of `address` were asked; None where that network refuses it."""
    asked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        asked.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
        asked.bind((address, 0))
        asked.sendto(_PROBE.replace("{id}", str(uuid4())).encode(), GROUP)
    except OSError:
        asked.close()
        return None
    return asked


def _web_address(told: str) -> str:
    """The first address that a device tells which is one of IPv4 or a name; else any; "" without one."""
    web = [one for one in told.split() if one.startswith(("http://", "https://")) and one.isprintable()]
    return next((one for one in web if "[" not in one), web[0] if web else "")


def _told(scopes: str, what: str) -> str:
    """What a device tells of itself, as one line of letters."""
    found = re.search(rf"onvif://www\.onvif\.org/{what}/(\S+)", scopes)
    return "".join(letter for letter in unquote(found[1]) if letter.isprintable()) if found else ""
