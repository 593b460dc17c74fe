"""An MQTT broker on this machine, mosquitto, with somebody who reads along."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

MOSQUITTO = shutil.which("mosquitto") or shutil.which("/usr/sbin/mosquitto")
needs_mosquitto = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")


@dataclass
class LoopbackBroker:
    """A broker; `messages` are those that came under notices/#."""

    port: int
    messages: list[dict[str, Any]] = field(default_factory=list)

    def address(self, scheme: str = "mqtt", user: str = "") -> str:
        return f"{scheme}://{user}127.0.0.1:{self.port}/notices/hall"


@contextmanager
def broker(
    folder: Path, certificate: tuple[Path, Path] | None = None, password: str = ""
) -> Iterator[LoopbackBroker]:
    """A broker that runs while the block does; with `password` it knows the user hall alone."""
    folder.mkdir(exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = [
        f"listener {port} 127.0.0.1",
        f"allow_anonymous {'false' if password else 'true'}",
        "persistence false",
    ]
    if certificate is not None:
        lines += [f"certfile {certificate[0]}", f"keyfile {certificate[1]}"]
    if password:
        known = folder / "passwords"
        subprocess.run(["mosquitto_passwd", "-b", "-c", str(known), "hall", password], check=True)
        lines.append(f"password_file {known}")
    (folder / "mosquitto.conf").write_text("\n".join(lines) + "\nuser root\n")
    with subprocess.Popen(
        [str(MOSQUITTO), "-c", str(folder / "mosquitto.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        try:
            made = LoopbackBroker(port)
            reader = _reader(made, certificate, password)
            yield made
            reader.disconnect()
            reader.loop_stop()
        finally:
            running.kill()


def _reader(made: LoopbackBroker, certificate: tuple[Path, Path] | None, password: str) -> Client:
    """A client that keeps every message; returns once the broker has accepted it."""
    ready = Event()
    reader = Client(CallbackAPIVersion.VERSION2, client_id="reader")
    reader.on_connect = lambda client, *_: client.subscribe("notices/#", qos=1)
    reader.on_subscribe = lambda *_: ready.set()
    reader.on_message = lambda _client, _data, message: made.messages.append(json.loads(message.payload))
    if certificate is not None:
        reader.tls_set(str(certificate[0]))
    if password:
        reader.username_pw_set("hall", password)
    for _ in range(200):
        try:
            reader.connect("127.0.0.1", made.port)
            break
        except OSError:
            time.sleep(0.05)
    reader.loop_start()
    assert ready.wait(30)
    return reader
