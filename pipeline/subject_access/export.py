"""Everything that is stored about one person, as a zip of JSON, CSV and a page to read."""

import csv
import datetime as dt
import io
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from models.store import AuditFilter, Store
from models.texts.catalogue import text
from pipeline.subject_access.erasure import bound_accounts, person_events, person_minutes
from pipeline.subject_access.naming import PersonName

Cell = str | int | float | bool | None
Rows = Sequence[Mapping[str, Cell]]

_PAGE = """<!doctype html><html lang="{{ language }}"><meta charset="utf-8"><title>{{ title }}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:75rem}table{border-collapse:collapse}
td,th{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top}</style>
<h1>{{ title }}</h1><p>{{ explain }}</p>
{% for heading, rows in sections %}<h2>{{ heading }} ({{ rows|length }})</h2>
{% if rows %}<table><tr>{% for name in rows[0] %}<th>{{ name }}</th>{% endfor %}</tr>
{% for row in rows %}<tr>{% for value in row.values() %}<td>{{ "" if value is none else value }}</td>{% endfor %}</tr>
{% endfor %}</table>{% endif %}{% endfor %}</html>
"""


@dataclass(frozen=True, slots=True)
class PersonExport:
    """The data of a person by section: rows of cells, times in UTC."""

    name: str
    sections: Mapping[str, Rows]

    def archive(self, language: str) -> bytes:
        """A zip: `data.json`, one CSV for each section, and `index.html` in this language."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
            content = {"person": self.name, **self.sections}
            parts.writestr("data.json", json.dumps(content, ensure_ascii=False, indent=1))
            parts.writestr("index.html", self._page(language))
            for section, rows in self.sections.items():
                parts.writestr(f"{section}.csv", _csv(rows))
        return packed.getvalue()

    def _page(self, language: str) -> str:
        template = Environment(autoescape=True).from_string(_PAGE)
        sections = [(text(f"person.section.{key}", language), rows) for key, rows in self.sections.items()]
        title = text("person.title", language, name=self.name)
        return template.render(
            language=language, title=title, explain=text("person.explain", language), sections=sections
        )


def export_person(store: Store, asked: str, accounts: tuple[str, ...] = ()) -> PersonExport:
    """Everything about a person: roster, events with verdicts and clips, scores, appeals, account, audit lines.

    Raises ModelError for a name that is none.
    """
    name = PersonName.among(asked, store.erasure.people(), (*accounts, *bound_accounts(store, asked)))
    events, minutes = person_events(store, name), person_minutes(store, name)
    found = store.events.many(sorted(events))
    days = {(one.counter_id, _day(store, one.counter_id, one.event.start)) for one in found.values()}
    sections: dict[str, Rows] = {
        "roster": _roster(store, name),
        "events": [
            {
                "id": one.id, "site": one.site, "counter": one.event.counter, "kind": one.event.kind,
                "start": _time(one.event.start), "end": _time(one.event.end), "confidence": one.event.confidence,
                "certainty": one.event.certainty.value, "verdict": one.verdict.value,
                "evidence": json.dumps({k: _plain(v) for k, v in one.event.evidence.items()}, ensure_ascii=False),
            }
            for one in found.values()
        ],
        "clips": [
            *({"event": one.id, "clip": one.clip, "poster": one.poster} for one in found.values() if one.clip),
            *(
                {"event": None, "clip": one.clip, "poster": one.poster}
                for one in store.quiet_minutes.all()
                if one.id in minutes
            ),
        ],
        "reviews": [
            {"event": r.event_id, "decision": r.decision.value, "reason": r.reason, "at": _time(r.at)}
            for key in found
            for r in store.reviews.of(key)
        ],
        "scores": [
            {"counter": counter, "day": str(day), "points": _plain(score.points), "final": score.final}
            for counter, day in sorted(days)
            if (score := store.scores.get(counter, day)) is not None
        ],
        "appeals": _appeals(store, name),
        "account": [
            {
                "name": one.name, "role": one.role.value, "language": one.language, "active": one.active,
                "person": one.person,
            }
            for one in store.accounts.all()
            if name.of(one.name) or name.of(one.person)
        ],
        "audit": _audit(store, name),
    }  # fmt: skip
    return PersonExport(asked, sections)


def _roster(store: Store, name: PersonName) -> Rows:
    return [
        {
            "site": one.site.site, "what": e.what.value, "counter": e.counter, "shift": e.shift,
            "person": e.person, "start": _time(e.start), "end": _time(e.end), "note": e.note,
        }
        for one in store.sites.all()
        for e in store.rosters.entries(one.site.site, -math.inf, math.inf)
        if name.of(e.person) or name.stands_in(e.note)
    ]  # fmt: skip


def _appeals(store: Store, name: PersonName) -> Rows:
    return [
        {
            "id": a.id, "event": a.event_id, "filed_by": a.filed_by, "person": a.person, "reason": a.reason,
            "filed_at": _time(a.filed_at), "state": a.state.value, "answer": a.answer,
        }
        for a in store.appeals.page(None, 1_000_000)
        if name.of(a.filed_by) or name.of(a.person) or name.stands_in(f"{a.reason}\n{a.answer}")
    ]  # fmt: skip


def _audit(store: Store, name: PersonName) -> Rows:
    return [
        {
            "at": _time(e.at),
            "user": e.user,
            "action": e.action.value,
            "subject": e.subject,
            "detail": e.detail,
        }
        for e in store.audit.page(AuditFilter(), 10_000_000)
        if name.of(e.user) or name.stands_in(f"{e.subject}\n{e.detail}")
    ]


def _day(store: Store, counter_id: int, moment: float) -> dt.date:
    place = store.sites.places()[counter_id]
    zone = next(one.site.zone for one in store.sites.all() if one.site.site == place.site)
    return dt.datetime.fromtimestamp(moment, zone).date()


def _time(moment: float) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).isoformat(timespec="seconds")


def _plain(value: Cell) -> Cell:
    return None if isinstance(value, float) and math.isnan(value) else value


def _csv(rows: Rows) -> bytes:
    """A table for spreadsheets; a cell that begins like a formula gets an apostrophe."""
    written = io.StringIO()
    if rows:
        table = csv.DictWriter(written, list(rows[0]))
        table.writeheader()
        table.writerows({key: _safe(value) for key, value in row.items()} for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _safe(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
