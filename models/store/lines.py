"""Learned lines: the verdicts to learn from, and every version that was accepted."""

from dataclasses import asdict
from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    AcceptedLine,
    Certainty,
    DoubtedKind,
    JudgedEvent,
    LineFigures,
    LineKey,
    LineVersion,
    OvertakenError,
    Verdict,
)
from models.columns import Figures
from models.norms import Figure, Profile, with_lines
from models.quality_tables import DoubtedKindRow
from models.setup_tables import LearnedLineRow
from models.store.base import Repository
from models.tables import CounterRow, EventRow, SiteRow

NOTHING_CERTAIN = 1.0
"""The line at which every event is a question."""

_VERDICTS = TypeAdapter(tuple[JudgedEvent, ...])


class LearnedLines(Repository):
    """Reads verdicts, keeps versions of lines, and lays those in force over a profile."""

    def verdicts(self, site: str) -> list[JudgedEvent]:
        """The reviewed events of a site by day; no hints, and nothing that the latest analysis no longer finds."""
        query = (
            select(EventRow, CounterRow.key)
            .join(EventRow.counter)
            .join(SiteRow, SiteRow.id == EventRow.site_id)
            .where(SiteRow.key == site, EventRow.found)
            .where(EventRow.verdict != Verdict.OPEN.value, EventRow.certainty != Certainty.HINT.value)
            .order_by(EventRow.day, EventRow.id)
        )
        with self._reading() as session:
            return [_judged(row, counter) for row, counter in session.execute(query)]

    def accept(self, site: str, version: LineVersion, by: str, now: float) -> AcceptedLine:
        """Keep a version that `by` accepts; it is in force at once.

        Raises LookupError for a site that is not stored, OvertakenError if another line is in force than the
        version replaces.
        """
        with self._writing(f"lines {site}") as session:
            site_id = session.scalar(select(SiteRow.id).where(SiteRow.key == site))
            if site_id is None:
                raise LookupError(f"there is no site {site}")
            held = _newest(_versions(session, site)).get(version.key)
            if held is not None and held.version.line != version.replaced:
                raise OvertakenError(
                    f"somebody else was faster: the line of {version.key} is {held.version.line:g} now"
                )
            row = LearnedLineRow(site_id=site_id, kind=version.key.kind, counter=version.key.counter)
            row.line, row.replaced = version.line, version.replaced
            row.figures = _figures(version)
            row.verdicts = _VERDICTS.dump_json(version.learned_from).decode()
            row.accepted_by, row.accepted_at = by[:64], now
            session.add(row)
            session.flush()
            return _accepted(row, site)

    def take_back(self, line_id: int, by: str, now: float) -> AcceptedLine:
        """Take back a version that is in force; the version before it, or else the profile's line, is in force again.

        Raises LookupError for an unknown version, OvertakenError if it is not the one in force.
        """
        with self._writing(f"line {line_id}") as session:
            row = session.get(LearnedLineRow, line_id, with_for_update=True)
            if row is None:
                raise LookupError(f"there is no learned line {line_id}")
            site = session.get_one(SiteRow, row.site_id).key
            line = _accepted(row, site)
            if line.taken_back_at is not None:
                raise OvertakenError(f"line {line_id} was taken back already by {line.taken_back_by}")
            if _newest(_versions(session, site))[line.version.key].id != line_id:
                raise OvertakenError(f"line {line_id} is not in force: a newer one of {line.version.key} is")
            row.taken_back_by, row.taken_back_at = by[:64], now
            session.flush()
            return _accepted(row, site)

    def get(self, line_id: int) -> AcceptedLine | None:
        """One version, or None."""
        with self._reading() as session:
            row = session.get(LearnedLineRow, line_id)
            return _accepted(row, session.get_one(SiteRow, row.site_id).key) if row else None

    def of_site(self, site: str) -> list[AcceptedLine]:
        """All versions of a site, newest first, with those that were taken back."""
        with self._reading() as session:
            return _versions(session, site)

    def in_force(self, site: str) -> dict[LineKey, AcceptedLine]:
        """The versions in force at a site."""
        return _newest(self.of_site(site))

    def figures(self, site: str) -> dict[str, Figure]:
        """The lines in force at a site with their sources, by KIND or KIND@COUNTER, as a profile states them.

        A kind that audits doubt has the line 1 at every counter, whatever was learned.
        """
        with self._reading() as session:
            rows = [row for row in reversed(_rows(session, site)) if row.taken_back_at is None]
        doubted = {one.kind: one for one in self.doubted(site)}
        found = {
            str(LineKey(row.kind, row.counter)): Figure(value=row.line, source=_source(row))
            for row in rows
            if row.kind not in doubted
        }
        return found | {
            kind: Figure(value=NOTHING_CERTAIN, source=f"audits: {one.right} of {one.judged} were right")
            for kind, one in doubted.items()
        }

    def doubted(self, site: str) -> list[DoubtedKind]:
        """The kinds that are questions by themselves at a site, by kind."""
        with self._reading() as session:
            return [_doubt(row, site) for row in _doubts(session, site)]

    def doubt(self, doubt: DoubtedKind) -> None:
        """Make a kind a question by itself; newer figures take the place of older ones, and the moment stays."""
        with self._writing(f"lines {doubt.site}") as session:
            site_id = session.scalars(select(SiteRow.id).where(SiteRow.key == doubt.site)).one()
            row = next((one for one in _doubts(session, doubt.site) if one.kind == doubt.kind), None)
            if row is None:
                row = DoubtedKindRow(site_id=site_id, kind=doubt.kind, since=doubt.since)
                session.add(row)
            row.right, row.judged, row.high, row.line = doubt.right, doubt.judged, doubt.high, doubt.line

    def trust(self, site: str, kind: str, now: float) -> None:
        """End the doubt about a kind; `now` is UTC seconds."""
        with self._writing(f"lines {site}") as session:
            for row in _doubts(session, site):
                if row.kind == kind:
                    row.lifted_at = now

    def over(self, profile: Profile, site: str) -> Profile:
        """The profile with the lines that are in force at a site, in place of learned lines that it came with."""
        return with_lines(profile, self.figures(site))


def _doubts(session: Session, site: str) -> list[DoubtedKindRow]:
    query = select(DoubtedKindRow).join(SiteRow, SiteRow.id == DoubtedKindRow.site_id)
    query = query.where(SiteRow.key == site, DoubtedKindRow.lifted_at.is_(None))
    return list(session.scalars(query.order_by(DoubtedKindRow.kind)))


def _doubt(row: DoubtedKindRow, site: str) -> DoubtedKind:
    return DoubtedKind(site, row.kind, row.right, row.judged, row.high, row.line, row.since)


def _judged(row: EventRow, counter: str) -> JudgedEvent:
    confirmed, asked = row.verdict == Verdict.CONFIRMED.value, row.certainty == Certainty.QUESTION.value
    return JudgedEvent(row.id, row.kind, counter, row.day, row.confidence, confirmed, asked)


def _rows(session: Session, site: str) -> list[LearnedLineRow]:
    query = (
        select(LearnedLineRow).join(SiteRow, SiteRow.id == LearnedLineRow.site_id).where(SiteRow.key == site)
    )
    return list(session.scalars(query.order_by(LearnedLineRow.id.desc())))


def _source(row: LearnedLineRow) -> str:
    return f"line {row.id}: learned from {row.figures['verdicts']} verdicts, accepted by {row.accepted_by}"


def _versions(session: Session, site: str) -> list[AcceptedLine]:
    return [_accepted(row, site) for row in _rows(session, site)]


def _newest(versions: list[AcceptedLine]) -> dict[LineKey, AcceptedLine]:
    """By key the newest version that was not taken back; `versions` are newest first."""
    return {one.version.key: one for one in reversed(versions) if one.taken_back_at is None}


def _figures(version: LineVersion) -> Figures:
    both = {"before": version.before, "after": version.after}
    counts = {f"{when}.{name}": count for when, one in both.items() for name, count in asdict(one).items()}
    return {"verdicts": len(version.learned_from), **counts}


def _accepted(row: LearnedLineRow, site: str) -> AcceptedLine:
    before, after = (
        LineFigures(*(cast(int, row.figures[f"{when}.{name}"]) for name in ("right", "facts", "confirmed")))
        for when in ("before", "after")
    )
    key, learned_from = LineKey(row.kind, row.counter), _VERDICTS.validate_json(row.verdicts)
    version = LineVersion(key, row.line, row.replaced, before, after, learned_from)
    return AcceptedLine(
        row.id, site, version, row.accepted_by, row.accepted_at, row.taken_back_by, row.taken_back_at
    )
