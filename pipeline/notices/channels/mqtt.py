"""MQTT: `mqtts://USER@HOST/TOPIC`, or `mqtt://` in an allowed network. Needs the extra `mqtt`.

The password of the user is the secret of the channel.
"""

import json
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pipeline.notices.channel_parts import (
    CHANNEL_LIMITS,
    LIMITS,
    ChannelKind,
    DeliveryError,
    ForbiddenTargetError,
    Message,
    SecretUse,
    Target,
    content_of,
    reachable,
    trusted_authorities,
)

if TYPE_CHECKING:
    from paho.mqtt.client import Client

_WRITTEN = "write mqtts://USER@HOST/TOPIC"


def check(address: str) -> None:
    """Raise ValueError, one line, unless it names a broker and a topic without wildcards."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("mqtt", "mqtts") and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        fits, parts = False, urlsplit("")
    topic = unquote(parts.path.removeprefix("/"))
    if not fits or parts.password or parts.query or parts.fragment or not topic or set("+#\0") & set(topic):
        raise ValueError(f"not the address of an MQTT channel: {_WRITTEN}, without + and #")


class BrokerLine:
    """An open channel. Messages go out with quality of service 1: the broker says that it has taken each."""

    def __init__(self, target: Target) -> None:
        self._target, self._parts = target, urlsplit(target.address)
        self._client: Client | None = None

    def send(self, message: Message, _now: float) -> None:
        """Publish it as JSON; raises DeliveryError unless the broker takes it in time."""
        host = self._parts.hostname
        topic = unquote(self._parts.path.removeprefix("/"))
        content = json.dumps(content_of(message), ensure_ascii=False)
        try:
            self._client = self._client or self._connected()
            sent = self._client.publish(topic, content.encode(), qos=1)
            sent.wait_for_publish(LIMITS.answer_s)
            taken = sent.is_published()
        except ForbiddenTargetError as error:
            raise DeliveryError(str(error), pauses=False) from error
        except (OSError, ValueError, RuntimeError) as error:
            self.close()
            raise DeliveryError(f"{host}: {type(error).__name__} {error}", pauses=True) from error
        if not taken:
            self.close()
            raise DeliveryError(f"{host}: the broker did not take the message", pauses=True)

    def close(self) -> None:
        """End the connection."""
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
            client.loop_stop()

    def _connected(self) -> "Client":
        """A client whose connection the broker has accepted."""
        try:
            from paho.mqtt.client import Client  # noqa: PLC0415 - of an extra
            from paho.mqtt.enums import CallbackAPIVersion  # noqa: PLC0415 - of an extra
        except ImportError as error:
            raise DeliveryError("MQTT needs its library: install counterwatch[mqtt]", pauses=True) from error
        host, secure = str(self._parts.hostname), self._parts.scheme == "mqtts"
        port = self._parts.port or (CHANNEL_LIMITS.mqtts_port if secure else CHANNEL_LIMITS.mqtt_port)
        address = reachable(host, port, self._target.allowed, secure=secure)
        client = Client(CallbackAPIVersion.VERSION2, reconnect_on_failure=False)
        # The library would ask for the name again; TLS still checks the certificate of the name.
        client._create_socket_connection = lambda: socket.create_connection(  # type: ignore[method-assign]
            (address, port), LIMITS.connect_s
        )
        if self._target.secrets or self._parts.username:
            client.username_pw_set(unquote(self._parts.username or ""), *self._target.secrets[:1])
        if secure:
            client.tls_set_context(trusted_authorities())
        return self._accepted(client, host, port)

    def _accepted(self, client: "Client", host: str, port: int) -> "Client":
        said: list[str] = []
        client.on_connect = lambda _client, _data, _flags, reason, _properties: said.append(str(reason))
        client.connect(host, port)
        client.loop_start()
        until = time.monotonic() + LIMITS.answer_s
        while (
            not said and time.monotonic() < until and client._thread is not None and client._thread.is_alive()
        ):
            time.sleep(1e-3)
        if client.is_connected():
            return client
        client.loop_stop()
        raise DeliveryError(f"{host}: {said[0] if said else 'no answer of the broker'}", pauses=True)


KIND = ChannelKind("mqtt", check, BrokerLine, CHANNEL_LIMITS.other_bytes, SecretUse.GIVEN)
