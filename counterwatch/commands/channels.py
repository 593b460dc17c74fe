"""`counterwatch channels`: where notices are sent, by which rules, and what was not taken."""

import datetime as dt
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import click

from counterwatch.command_parts import (
    ExitCode,
    LanguageCode,
    actor,
    data_option,
    notice_settings,
    open_store,
    write_down,
)

if TYPE_CHECKING:
    from models import Channel, DaySpan, NoticeRule
    from models.store import Repositories
    from pipeline.notices.sealing import Sealing

Result = TypeVar("Result")
NUMBER = click.IntRange(1, 2**31 - 1)


class RuleOptions(TypedDict):
    """The options of a rule."""

    alerts: bool
    hall: str
    kinds: tuple[str, ...]
    hours: "DaySpan | None"
    quiet: "DaySpan | None"
    digest_at: dt.time | None


def _span(_context: click.Context, _option: click.Parameter, value: str | None) -> "DaySpan | None":
    from models import DaySpan

    try:
        return None if value is None else DaySpan.parsed(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _one_line(command: Callable[..., Result]) -> Callable[..., Result]:
    """Errors of values and of things that are not there are one line."""

    @wraps(command)
    def told(*args: Any, **named: Any) -> Result:
        try:
            return command(*args, **named)
        except (LookupError, ValueError) as error:
            raise click.ClickException(str(error)) from error

    return told


@click.group()
def channels() -> None:
    """Send notices out: by e-mail, chat robots, MQTT and signed webhooks, each by rules of its own."""


@channels.command("add")
@click.argument("name")
@click.option("--kind", required=True, help="webhook, email, dingtalk, wecom, feishu, slack or mqtt.")
@click.option(
    "--hall", "halls", metavar="KEY", multiple=True, help="A hall whose notices it gets; may repeat."
)
@click.option("--all-halls", is_flag=True, help="The notices of all halls.")
@click.option("--language", "tongue", type=LanguageCode(), default="zh", show_default=True)
@data_option()
@_one_line
def channels_add(
    *, name: str, kind: str, halls: tuple[str, ...], all_halls: bool, tongue: str, data: Path
) -> None:
    """Add a channel; its address is read from standard input, and a secret of it from the second line.

    At first it gets every notice at once. The signing secret of a webhook is printed here and never again.
    """
    from models import EVERY_HALL, Action, ChannelSettings
    from pipeline.notices.administration import GivenAddress, add_channel

    settings = ChannelSettings(name, frozenset({EVERY_HALL} if all_halls else halls), tongue)
    given = GivenAddress(*_typed("Address", "Secret (empty for none)"))
    with open_store(data) as store, store.unit_of_work("outbox") as work:
        made = add_channel(work, _sealing(data), kind, settings, given, actor(), time.time())
        write_down(
            work, Action.CHANNEL_ADDED, f"channel {name}", f"{kind} {' '.join(sorted(settings.halls))}"
        )
    click.echo(f"added {name}: {made.channel.hint}")
    if made.signing_secret:
        click.echo(f"signing secret (not shown again): {made.signing_secret}")


@channels.command("rotate")
@click.argument("name")
@data_option()
@_one_line
def channels_rotate(name: str, data: Path) -> None:
    """Make a new signing secret for a webhook; the present one signs beside it for a day."""
    from models import Action
    from pipeline.notices.administration import rotate_secret

    with open_store(data) as store, store.unit_of_work("outbox") as work:
        made = rotate_secret(work, _sealing(data), _named(work, name), time.time())
        write_down(work, Action.CHANNEL_CHANGED, f"channel {name}", "secret")
    click.echo(f"signing secret (not shown again): {made.signing_secret}")


@channels.command("remove")
@click.argument("name")
@data_option()
@_one_line
def channels_remove(name: str, data: Path) -> None:
    """Remove a channel with its secret; what still waits for it is given up."""
    from models import Action

    with open_store(data) as store, store.unit_of_work("outbox") as work:
        work.channels.remove(_named(work, name).id, time.time())
        write_down(work, Action.CHANNEL_REMOVED, f"channel {name}")
    click.echo(f"removed {name}")


@channels.command("rule")
@click.argument("name")
@click.option("--alerts", is_flag=True, help="Alerts only.")
@click.option("--hall", default="", metavar="KEY", help="Notices of this hall only.")
@click.option(
    "--notice", "kinds", multiple=True, help="Notices of this kind only, such as nightly; may repeat."
)
@click.option("--hours", callback=_span, help="Notices of these hours only: 08:00-18:00 on the hall's clock.")
@click.option(
    "--quiet", callback=_span, help="Hold back what comes in these hours until they end: 22:00-07:00."
)
@click.option(
    "--digest-at",
    type=click.DateTime(["%H:%M"]),
    callback=lambda _c, _o, value: None if value is None else value.time(),
    help="Collect notices until this time of the day, and send them as one message.",
)
@click.option("--more", is_flag=True, help="Keep the rules that are there, and add this one.")
@data_option()
@_one_line
def channels_rule(*, name: str, more: bool, data: Path, **rule: Unpack[RuleOptions]) -> None:
    """Set the rule of a channel. A notice is sent once, by the rule that sends it first."""
    from models import Action, NoticeRule

    new = NoticeRule(
        rule["alerts"],
        rule["hall"],
        frozenset(rule["kinds"]),
        rule["hours"],
        rule["quiet"],
        rule["digest_at"],
    )
    with open_store(data) as store, store.unit_of_work("outbox") as work:
        channel = _named(work, name)
        rules = (*channel.rules, new) if more else (new,)
        work.channels.set_rules(channel.id, rules)
        write_down(work, Action.CHANNEL_CHANGED, f"channel {name}", f"{len(rules)} rules")
    for one in rules:
        click.echo(f"{name}: {_words(one)}")


@channels.command("test")
@click.argument("name")
@data_option()
def channels_test(name: str, data: Path) -> ExitCode:
    """Send a test message now; exit code 1 when its server does not take it."""
    from models import Action
    from pipeline.notices.administration import try_channel
    from pipeline.notices.sender import SenderParts

    with open_store(data) as store:
        channel = _named(store, name)
        trial = try_channel(SenderParts(store, _sealing(data), notice_settings(), time.time), channel)
        said = "delivered" if trial.delivered else trial.detail
        write_down(store, Action.CHANNEL_TESTED, f"channel {name}", said)
    click.echo(said)
    return ExitCode.DONE if trial.delivered else ExitCode.NOT_INTACT


@channels.command("list")
@data_option()
def channels_list(data: Path) -> None:
    """List channels with their rules, and the numbers of their notices that wait, were sent, and were given up."""
    from models import Action

    with open_store(data) as store:
        write_down(store, Action.CHANNELS_VIEWED)
        for one in store.channels.all():
            counts = ", ".join(f"{n} {state}" for state, n in one.counts.items())
            halls = " ".join(sorted(one.settings.halls))
            click.echo(f"{one.settings.name:20} {one.kind:9} {halls:12} {one.hint}  {counts}")
            for rule in one.rules:
                click.echo(f"{'':20} {_words(rule)}")


@channels.command("outbox")
@click.option("--state", type=click.Choice(["waiting", "sent", "dead"]), help="Only these; default: all.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@data_option()
def channels_outbox(state: str | None, limit: int, data: Path) -> None:
    """List deliveries, newest first, with the reason of the last failure."""
    from models import Action, DeliveryState

    with open_store(data) as store:
        write_down(store, Action.OUTBOX_VIEWED, "", state or "")
        names = {one.id: one.settings.name for one in store.channels.all()}
        for one in store.outbox.page(limit, DeliveryState(state) if state else None):
            at = dt.datetime.fromtimestamp(one.at, dt.UTC)
            name = names.get(one.channel_id, "(removed)")
            click.echo(
                f"{one.id:6} {one.state:7} {at:%Y-%m-%d %H:%M} {name:20} {one.kind:16} {one.last_error}"
            )


@channels.command("resend")
@click.argument("number", type=NUMBER)
@data_option()
@_one_line
def channels_resend(number: int, data: Path) -> None:
    """Send again what was given up, under its own key; NUMBER is that of `channels outbox`."""
    from models import Action

    with open_store(data) as store, store.unit_of_work("outbox") as work:
        again = work.outbox.again(number, time.time())
        write_down(work, Action.NOTICE_RESENT, f"delivery {number}", f"{len(again)} notices")
    click.echo(f"{len(again)} notices wait again")


def _named(store: "Repositories", name: str) -> "Channel":
    channel = store.channels.named(name)
    if channel is None:
        raise click.ClickException(f"there is no channel {name!r}: see counterwatch channels list")
    return channel


def _sealing(data: Path) -> "Sealing":
    from api.secret import load_secret
    from pipeline.notices.sealing import Sealing

    return Sealing(load_secret(data))


def _typed(*prompts: str) -> tuple[str, ...]:
    """Lines typed at a terminal without being shown, or lines of standard input."""
    if sys.stdin.isatty():
        return tuple(
            str(click.prompt(one, hide_input=True, default="", show_default=False)) for one in prompts
        )
    return tuple(sys.stdin.readline().strip() for _ in prompts)


def _words(rule: "NoticeRule") -> str:
    """A rule as its options are written."""
    parts = [
        "alerts" if rule.alerts_only else "",
        f"hall {rule.site}" if rule.site else "",
        " ".join(sorted(rule.kinds)),
        f"hours {rule.hours}" if rule.hours else "",
        f"quiet {rule.quiet}" if rule.quiet else "",
        f"digest at {rule.digest_at:%H:%M}" if rule.digest_at else "",
    ]
    return ", ".join(part for part in parts if part) or "every notice at once"
