"""One day under other norms, computed in the worker process."""

from collections.abc import Iterator
from pathlib import Path

from models import Camera, ModelError, Site
from models.norms import Profile, built_in_names, load_profile, stored_profile, uploaded_profile
from models.store import Repositories, Store
from pipeline.nightly.whatif import what_if_camera
from pipeline.scoring.changes import clause_changes
from pipeline.scoring.days import SiteDay
from pipeline.worker.signal_worker import CounterAnswer, WhatIfAnswer, WhatIfQuestion


def what_if(url: str, data: Path, question: WhatIfQuestion, now: float) -> WhatIfAnswer:
    """The day under the other norms; nothing is stored.

    Raises ModelError for norms that are wrong or unknown, PipelineError for damaged signals.
    """
    with Store(url) as store:
        profile = _profile(store, question)
        site = next(one.site for one in store.sites.all() if one.site.site == question.site)
        whole = SiteDay.load(store, site, question.day, now)
        counters = tuple(_counters(whole, data, question.counter_id, profile))
    return WhatIfAnswer(profile.name, profile.title, profile.hash, counters)


def _profile(store: Store, question: WhatIfQuestion) -> Profile:
    """The norms of the question: those of a hash as they were stored, others with the lines in force at the site."""
    stamp = store.profiles.get(question.profile) if question.document is None else None
    if stamp is not None:
        return stored_profile(stamp.document, stamp.hash)
    return store.lines.over(_unused(question), question.site)


def _unused(question: WhatIfQuestion) -> Profile:
    if question.document is not None:
        return uploaded_profile(question.document, question.profile)
    if question.profile in built_in_names():
        return load_profile(question.profile)
    unused = (load_profile(name) for name in built_in_names())
    found = next((profile for profile in unused if profile.hash == question.profile), None)
    if found is None:
        raise ModelError(f"no norm profile {question.profile!r}: use one of {', '.join(built_in_names())}")
    return found


def _counters(whole: SiteDay, data: Path, wanted: int | None, profile: Profile) -> Iterator[CounterAnswer]:
    for camera in _cameras(whole.store, whole.site, wanted):
        for one in what_if_camera(whole, data, camera, profile):
            if wanted in (None, one.place.counter_id):
                changes = clause_changes(one.scored, one.supposed)
                yield CounterAnswer(one.place.counter_id, one.scored, one.supposed, one.judged, changes)


def _cameras(store: Repositories, site: Site, wanted: int | None) -> list[Camera]:
    if wanted is None:
        return list(site.cameras)
    place = store.sites.places().get(wanted)
    return [camera for camera in site.cameras if place is not None and camera.id == place.camera]
