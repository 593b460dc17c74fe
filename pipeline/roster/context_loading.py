"""The context of a camera's counters, read from the store in one place for all that judge."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from models import Site, calendar_day, day_span
from models.store import Repositories
from pipeline.scene import CounterContext


def load_context(
    store: Repositories, site: Site, camera: str, span: tuple[float, float], at: float | None = None
) -> CounterContext:
    """The context of pictures whose clock is known: a live camera, or a recording with a start.

    Seats are those known on the day of `at` (UTC s), of the span's start if it is None. A site that is not stored
    yet has no roster and no seats.
    """
    context = CounterContext(site, camera, span)
    context = replace(context, roster=tuple(store.rosters.entries(site.site, *context.days)))
    return with_seats(store, context, at)


def load_day(store: Repositories, site: Site, camera: str, day: dt.date) -> CounterContext:
    """The context of a whole day, whose signals may come from recordings of unknown date."""
    context = load_context(store, site, camera, day_span(day, site.zone))
    return replace(context, guessed=store.recordings.guessed(site.site, camera, *context.span))


def hall_day(store: Repositories, site: Site, day: dt.date) -> Iterator[CounterContext]:
    """The contexts of all cameras of a site on a day, without seats: `with_seats` adds them to those in use."""
    span = day_span(day, site.zone)
    roster = tuple(store.rosters.entries(site.site, *span))
    for camera in site.cameras:
        guessed = store.recordings.guessed(site.site, camera.id, *span)
        yield CounterContext(site, camera.id, span, roster, guessed=guessed)


def with_seats(store: Repositories, context: CounterContext, at: float | None = None) -> CounterContext:
    """The context with what is known now of the seats on the day of `at` (UTC s), the first of the span if None."""
    zone = context.site.zone
    morning, _ = day_span(calendar_day(context.span[0] if at is None else at, zone), zone)
    return replace(context, seats=store.seats.of_camera(context.site.site, context.camera, morning))
