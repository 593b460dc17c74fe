"""`counterwatch serve`: API and dashboard, and the nightly run at its time of day."""

import datetime as dt
import ipaddress
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import (
    FILE,
    data_option,
    database_address,
    notice_settings,
    open_store,
    port_option,
)
from counterwatch.sign_in_options import sign_in_options

if TYPE_CHECKING:
    from api.same_origin import Network
    from counterwatch.sign_in_options import Rules
    from dashboard.server import Exposure

_TOKEN_LETTERS = 16
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _time_of_day(_context: click.Context, _option: click.Parameter, value: str) -> dt.time | None:
    """A time of day, or None for "off"."""
    if value == "off":
        return None
    try:
        return dt.time.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"not a time: {value!r} (write 02:30, or off)") from error


def exposure_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options about the network, given to the command as one `exposure`."""

    @click.option("--tls-cert", type=FILE, help="Certificate in PEM form, with those that sign it: https.")
    @click.option("--tls-key", type=FILE, help="Key of the certificate, in PEM form without a password.")
    @click.option(
        "--proxy",
        "proxies",
        multiple=True,
        metavar="ADDRESS",
        callback=_networks,
        help="Address or network of a reverse proxy: only its X-Forwarded headers count. May repeat.",
    )
    @click.option(
        "--host-name", "names", multiple=True, help="Name that browsers know this server by. May repeat."
    )
    @wraps(command)
    def exposed(
        tls_cert: Path | None,
        tls_key: Path | None,
        proxies: "tuple[Network, ...]",
        names: tuple[str, ...],
        **rest: object,
    ) -> None:
        from api.tls import TlsFiles

        if (tls_cert is None) != (tls_key is None):
            raise click.ClickException("--tls-cert and --tls-key belong together: give both or none")
        files = TlsFiles(tls_cert, tls_key) if tls_cert and tls_key else None
        tls = files.context(dt.datetime.now(dt.UTC)) if files else None
        from dashboard.server import Exposure  # after the files, because it loads the pages

        command(exposure=Exposure(tls, proxies, names), **rest)

    return exposed


def _networks(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> "tuple[Network, ...]":
    try:
        return tuple(ipaddress.ip_network(value) for value in values)
    except ValueError as error:
        raise click.BadParameter(f"{error} (write 10.0.0.7 or 10.0.0.0/24)") from error


def _token(_context: click.Context, _option: click.Parameter, file: Path | None) -> str | None:
    """The token in a file; None without one."""
    if file is None:
        return None
    try:
        token = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"cannot be read: {error}") from error
    if len(token) < _TOKEN_LETTERS or not token.isascii() or not token.isprintable():
        raise click.BadParameter(f"{file} has no token of {_TOKEN_LETTERS} ASCII letters or more")
    return token


@click.command()
@data_option()
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 opens it to the network.")
@port_option()
@click.option(
    "--notices/--no-notices",
    default=True,
    show_default=True,
    help="Send notices to their channels; off where counterwatch notify does it.",
)
@click.option(
    "--nightly",
    "at",
    default="02:30",
    show_default=True,
    callback=_time_of_day,
    help="Time of day at which the nightly run starts; off: never.",
)
@click.option(
    "--metrics-token-file",
    "metrics",
    type=FILE,
    callback=_token,
    help="File with a token of 16 letters or more: /metrics answers to who bears it.",
)
@click.option("--backups", type=FILE, help="Folder in which administrators have backups made over the API.")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: one object a line, with every request.",
)
@exposure_options
@sign_in_options
def serve(  # noqa: PLR0913 - one argument for each option
    *,
    data: Path,
    host: str,
    port: int,
    notices: bool,
    at: dt.time | None,
    metrics: str | None,
    backups: Path | None,
    log_format: str,
    exposure: "Exposure",
    signing_in: "Rules",
) -> None:
    """Serve the API and the dashboard until stopped."""
    from api.settings import Settings
    from dashboard.server import address_of, listen, serve_on
    from pipeline.backup.kept import BackupPlace

    making = (sys.executable, "-m", "counterwatch", "backup", "--data", str(data.resolve()))
    place = BackupPlace(backups.resolve(), making) if backups else None
    settings = Settings(
        data, database_address(), metrics_token=metrics, backups=place, notices=notice_settings()
    )
    listening = listen(host, port)
    with open_store(data) as store:
        if not store.accounts.all():
            click.echo("no account exists yet: run counterwatch users add NAME --role admin", err=True)
    if exposure.tls is None and not exposure.proxies and host not in _LOOPBACK:
        click.echo(
            "passwords cross the network in plain text: give --tls-cert and --tls-key, or --proxy", err=True
        )
    scheme = "http" if exposure.tls is None else "https"
    click.echo(f"dashboard: {address_of(listening, scheme)} (Ctrl-C stops)")
    with _nightly_runs(data, at), _notices_sent(data) if notices else nullcontext():
        serve_on(listening, signing_in(settings), exposure, json_logs=log_format == "json")


@contextmanager
def _nightly_runs(data: Path, at: dt.time | None) -> Iterator[None]:
    """While the block runs, start `counterwatch nightly` at this time of the machine's clock; never when None.

    It starts at once where signals are kept and a nightly run was missed.
    """
    from pipeline.nightly.scheduler import Schedule, late, scheduled

    if at is None:
        yield
        return
    with open_store(data) as store:
        at_once = (data / "signals").is_dir() and late(store.nights.last_end(), time.time())
    command = [sys.executable, "-m", "counterwatch", "nightly", "--quiet", "--data", str(data.resolve())]
    with scheduled(Schedule(at, command, data / "nightly" / "nightly.log"), at_once=at_once):
        yield


@contextmanager
def _notices_sent(data: Path) -> Iterator[None]:
    """While the block runs, start `counterwatch notify --once` whenever a notice is due."""
    from pipeline.notices.service import SenderCommand, sending

    command = [sys.executable, "-m", "counterwatch", "notify", "--once", "--data", str(data.resolve())]
    with open_store(data) as store, sending(store, SenderCommand(command, data / "nightly" / "notify.log")):
        yield
