"""Where a channel may connect to: the policy against requests into places that nobody meant.

TLS leads to public addresses. Addresses of private networks and of this machine are reached only where the operator
allows their network, with TLS or without. Addresses of links, groups and none are never reached.
"""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from pipeline.errors import PipelineError

Address = IPv4Address | IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an address of IPv4


class ForbiddenTargetError(PipelineError):
    """The policy does not let a channel connect there; the message is one line for the administrator."""


@dataclass(frozen=True, slots=True)
class AllowedNetworks:
    """The private networks that channels may connect to; none by default."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def parsed(cls, text: str) -> "AllowedNetworks":
        """Networks such as `10.0.0.0/8, 127.0.0.1`, separated by commas; raises ValueError with one line."""
        named = [part.strip() for part in text.split(",") if part.strip()]
        try:
            return cls(tuple(ipaddress.ip_network(part) for part in named))
        except ValueError as error:
            raise ValueError(f"{text!r}: not networks: {error} (write 10.0.0.0/8, 192.168.7.5)") from error

    def hold(self, address: Address) -> bool:
        """Whether the address is in one of them."""
        return any(address in network for network in self.networks)


def reachable(host: str, port: int, allowed: AllowedNetworks, *, secure: bool) -> str:
    """The first address of a host that the policy allows, to connect to without asking for the name again.

    Raises ForbiddenTargetError where there is none, OSError for a name that is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        if permitted(address, allowed, secure=secure):
            return str(address)
    why = (
        "is not public, and its network is not allowed"
        if secure or not addresses[0].is_global
        else "needs TLS"
    )
    raise ForbiddenTargetError(
        f"{host} ({addresses[0]}) {why}: see COUNTERWATCH_NOTIFY_NETWORKS in docs/notices.md"
    )


@cache
def trusted_authorities() -> ssl.SSLContext:
    """TLS with the authorities that this machine trusts; reading them takes as long as sending ten messages."""
    return ssl.create_default_context()


def permitted(address: Address, allowed: AllowedNetworks, *, secure: bool) -> bool:
    """Whether a channel may connect to this address."""
    plain = _plain(address)
    if plain.is_multicast or plain.is_unspecified or plain.is_link_local:
        return False
    return allowed.hold(plain) or (plain.is_global and secure)


def _plain(address: Address) -> Address:
    """The address of IPv4 that an address of IPv6 leads to, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address
