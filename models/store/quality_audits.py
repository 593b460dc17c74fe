"""Quality audits: drawn once, judged by each auditor alone, and closed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import insert, not_, select
from sqlalchemy.orm import Session

from models import (
    AuditAnswer,
    AuditDraw,
    AuditItem,
    AuditStratum,
    Outcome,
    OvertakenError,
    QualityAudit,
    SeenKind,
    Verdict,
)
from models.quality_tables import (
    AuditItemRow,
    AuditStratumRow,
    JudgementRow,
    QualityAuditRow,
    SettledItemRow,
)
from models.store.base import (
    EVERYTHING,
    ListPage,
    PageRequest,
    Repository,
    Scope,
    SortKey,
    both_ways,
    sql_page,
)
from models.tables import SiteRow, UserRow


class QualityAudits(Repository):
    """Keeps and reads quality audits."""

    ORDERS = both_ways("drawn_at", SortKey(QualityAuditRow.drawn_at, float), SortKey(QualityAuditRow.id, int))

    def add(self, draw: AuditDraw, by: str, now: float) -> QualityAudit:
        """Keep a new audit. Raises LookupError when there is no such site."""
        with self._writing("quality audits") as session:
            site = session.scalar(select(SiteRow).where(SiteRow.key == draw.site))
            if site is None:
                raise LookupError(f"there is no hall {draw.site}")
            row = QualityAuditRow(site_id=site.id, since=draw.since, until=draw.until, seed=draw.seed)
            row.drawn_by, row.drawn_at = by, now
            session.add(row)
            session.flush()
            _add_items(session, row.id, draw)
            return QualityAudit(row.id, draw, by, now, None, None)

    def get(self, audit_id: int, scope: Scope = EVERYTHING) -> QualityAudit | None:
        """One audit, or None where there is none all of whose items lie in `scope`."""
        with self._reading() as session:
            row = session.get(QualityAuditRow, audit_id)
            return next(iter(_within(session, [row] if row else [], scope)), None)

    def listed(self, wanted: PageRequest, scope: Scope = EVERYTHING) -> ListPage[QualityAudit]:
        """A page of the audits all of whose items lie in `scope`, in an order of ORDERS."""
        foreign = select(AuditItemRow.audit_id).where(not_(scope.where(AuditItemRow.camera_id)))
        query = select(QualityAuditRow)
        if scope != EVERYTHING:
            query = query.where(QualityAuditRow.id.not_in(foreign))
        with self._reading() as session:
            found = sql_page(session, query, self.ORDERS, wanted)
            audits = {one.id: one for one in _within(session, [row for row, *_ in found.items], EVERYTHING)}
            return found.of(lambda row: audits[row[0].id])

    def closed(self, site: str, limit: int, scope: Scope = EVERYTHING) -> list[QualityAudit]:
        """At most `limit` closed audits of a site all of whose items lie in `scope`, the one closed last first."""
        foreign = select(AuditItemRow.audit_id).where(not_(scope.where(AuditItemRow.camera_id)))
        query = (
            select(QualityAuditRow)
            .join(SiteRow, SiteRow.id == QualityAuditRow.site_id)
            .where(SiteRow.key == site, QualityAuditRow.closed_at.is_not(None))
            .order_by(QualityAuditRow.closed_at.desc(), QualityAuditRow.id.desc())
            .limit(limit)
        )
        if scope != EVERYTHING:
            query = query.where(QualityAuditRow.id.not_in(foreign))
        with self._reading() as session:
            return _within(session, session.scalars(query), EVERYTHING)

    def judge(self, audit_id: int, said: AuditAnswer, user_id: int, now: float) -> None:
        """Keep what an account says of an item; it replaces what the account said of it before.

        Raises LookupError when there is no such item, OvertakenError when the audit is closed.
        """
        with self._writing(f"quality audit {audit_id}") as session:
            _refuse_closed(session, audit_id)
            where = AuditItemRow.audit_id == audit_id, AuditItemRow.position == said.position
            item = session.scalar(select(AuditItemRow.id).where(*where))
            if item is None:
                raise LookupError(f"audit {audit_id} has no item {said.position}")
            row = JudgementRow(item_id=item, user_id=user_id, outcome=said.outcome.value, at=now)
            row.sightings, row.note = _sightings(said), said.note.strip()
            session.add(row)

    def judgements(self, audit_id: int) -> list[AuditAnswer]:
        """The last word of every account on every item, by position and account."""
        query = (
            select(JudgementRow, AuditItemRow.position, UserRow.name)
            .join(AuditItemRow, AuditItemRow.id == JudgementRow.item_id)
            .join(UserRow, UserRow.id == JudgementRow.user_id)
            .where(AuditItemRow.audit_id == audit_id)
            .order_by(JudgementRow.id)
        )
        with self._reading() as session:
            last = {(position, name): row for row, position, name in session.execute(query)}
        return [_judgement(row, position, name) for (position, name), row in sorted(last.items())]

    def settle(self, audit_id: int, said: AuditAnswer) -> QualityAudit:
        """Keep what `said.user` settles of an item of a closed audit; it replaces what was settled before.

        Raises LookupError when there is no such item, OvertakenError while the audit is open.
        """
        with self._writing(f"quality audit {audit_id}") as session:
            audit = session.get(QualityAuditRow, audit_id, with_for_update=True)
            where = AuditItemRow.audit_id == audit_id, AuditItemRow.position == said.position
            item = session.scalar(select(AuditItemRow.id).where(*where))
            if audit is None or item is None:
                raise LookupError(f"audit {audit_id} has no item {said.position}")
            if audit.closed_at is None:
                raise OvertakenError(f"audit {audit_id} is open: its auditors judge alone")
            row = SettledItemRow(item_id=item, settled_by=said.user, outcome=said.outcome.value, at=said.at)
            row.sightings, row.note = _sightings(said), said.note.strip()
            session.add(row)
            session.flush()
            return _within(session, [audit], EVERYTHING)[0]

    def close(self, audit_id: int, by: str, now: float) -> QualityAudit:
        """Close an audit: no outcome is entered any more.

        Raises LookupError when there is none, OvertakenError when it is closed already.
        """
        with self._writing(f"quality audit {audit_id}") as session:
            row = _refuse_closed(session, audit_id)
            row.closed_by, row.closed_at = by, now
            session.flush()
            return _within(session, [row], EVERYTHING)[0]


def _refuse_closed(session: Session, audit_id: int) -> QualityAuditRow:
    row = session.get(QualityAuditRow, audit_id, with_for_update=True)
    if row is None:
        raise LookupError(f"there is no audit {audit_id}")
    if row.closed_at is not None:
        raise OvertakenError(f"audit {audit_id} is closed: its outcomes stay as they are")
    return row


def _add_items(session: Session, audit_id: int, draw: AuditDraw) -> None:
    rows = [
        AuditStratumRow(audit_id=audit_id, kind=one.kind, rate=one.rate, total=one.total)
        for one in draw.strata
    ]
    session.add_all(rows)
    session.flush()
    ids = dict(zip(draw.strata, (row.id for row in rows), strict=True))
    session.execute(insert(AuditItemRow), [_values(audit_id, ids[one.stratum], one) for one in draw.items])


def _values(audit_id: int, stratum_id: int, item: AuditItem) -> dict[str, object]:
    return {
        "audit_id": audit_id, "position": item.position, "stratum_id": stratum_id, "event_id": item.event_id,
        "counter_id": item.counter_id, "camera_id": item.camera_id, "start": item.start, "end": item.end,
        "verdict": item.verdict.value, "overlapping": " ".join(item.overlapping),
    }  # fmt: skip


def _within(session: Session, rows: Iterable[QualityAuditRow], scope: Scope) -> list[QualityAudit]:
    """The audits of these rows that lie in `scope`, in their order."""
    audits = list(rows)
    ids = [row.id for row in audits]
    sites = {row.id: row.key for row in session.scalars(select(SiteRow))}
    strata: dict[int, dict[int, AuditStratum]] = defaultdict(dict)
    query = select(AuditStratumRow).where(AuditStratumRow.audit_id.in_(ids)).order_by(AuditStratumRow.id)
    for one in session.scalars(query):
        strata[one.audit_id][one.id] = AuditStratum(one.kind, one.rate, one.total)
    items: dict[int, list[AuditItem]] = defaultdict(list)
    wanted = select(AuditItemRow).where(AuditItemRow.audit_id.in_(ids)).order_by(AuditItemRow.position)
    for item in session.scalars(wanted):
        items[item.audit_id].append(_item(item, strata[item.audit_id]))
    settled = _settled(session, ids)
    return [
        replace(_audit(row, sites[row.site_id], strata[row.id], items[row.id]), settled=settled[row.id])
        for row in audits
        if all(scope.holds(item.camera_id) for item in items[row.id])
    ]


def _settled(session: Session, ids: Sequence[int]) -> dict[int, dict[int, AuditAnswer]]:
    """By audit and position the last that was settled."""
    query = (
        select(SettledItemRow, AuditItemRow)
        .join(AuditItemRow, AuditItemRow.id == SettledItemRow.item_id)
        .where(AuditItemRow.audit_id.in_(ids))
        .order_by(SettledItemRow.id)
    )
    found: dict[int, dict[int, AuditAnswer]] = defaultdict(dict)
    for row, item in session.execute(query):
        found[item.audit_id][item.position] = _judgement(row, item.position, row.settled_by)
    return found


def _sightings(said: AuditAnswer) -> str:
    return json.dumps([[one.kind, one.at] for one in said.sightings])


def _audit(
    row: QualityAuditRow, site: str, strata: Mapping[int, AuditStratum], items: Sequence[AuditItem]
) -> QualityAudit:
    draw = AuditDraw(site, row.since, row.until, row.seed, tuple(strata.values()), tuple(items))
    return QualityAudit(row.id, draw, row.drawn_by, row.drawn_at, row.closed_by, row.closed_at)


def _item(row: AuditItemRow, strata: Mapping[int, AuditStratum]) -> AuditItem:
    return AuditItem(
        row.position, strata[row.stratum_id], row.event_id, row.counter_id, row.camera_id, row.start, row.end,
        Verdict(row.verdict), tuple(row.overlapping.split()),
    )  # fmt: skip


def _judgement(row: JudgementRow | SettledItemRow, position: int, user: str) -> AuditAnswer:
    seen = tuple(SeenKind(kind, at) for kind, at in json.loads(row.sightings))
    return AuditAnswer(position, user, Outcome(row.outcome), seen, row.note, row.at)
