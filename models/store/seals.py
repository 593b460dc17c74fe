"""Seals of finished files. Rows are only added; the digest of each batch has a line in the audit log."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Action, Seal, StoredSeal
from models.store.audit import SYSTEM, Deed, write_down
from models.store.base import Repository
from models.tables import AuditRow, SealRow


class Seals(Repository):
    """Keeps and finds seals."""

    def add(self, sealed: Sequence[tuple[str, Seal]], now: float, user: str = SYSTEM) -> int:
        """Keep the seals of these subjects in one batch; those that are kept already are left out.

        Returns the number of new seals.
        """
        with self._writing("seals") as session:
            return put_seals(session, sealed, now, user)

    def of(self, subject: str) -> StoredSeal | None:
        """The last seal of a subject, None where there is none."""
        with self._reading() as session:
            row = _last(session, subject)
            if row is None:
                return None
            batch = list(session.scalars(select(SealRow).where(SealRow.batch == row.batch)))
            return _record(row, genuine=_digest(batch) == row.batch)

    def strange(self) -> list[str]:
        """Subjects whose seals are not those that the audit log tells of, in the order in which they were made."""
        sealed = select(AuditRow.detail).where(AuditRow.action == Action.SEALED.value)
        with self._reading() as session:
            told = set(session.scalars(sealed))
            rows = list(session.scalars(select(SealRow).order_by(SealRow.id)))
        batches = _batches(rows)
        broken = {key for key, members in batches.items() if key not in told or _digest(members) != key}
        lost = [f"a batch of seals ({key[:12]})" for key in told - batches.keys()]
        return [*dict.fromkeys(row.subject for row in rows if row.batch in broken), *sorted(lost)]

    def all(self) -> list[StoredSeal]:
        """The last seal of each subject, in the order in which they were made."""
        with self._reading() as session:
            rows = list(session.scalars(select(SealRow).order_by(SealRow.id)))
        genuine = {batch: _digest(members) == batch for batch, members in _batches(rows).items()}
        last = {row.subject: row for row in rows}
        return [_record(row, genuine=genuine[row.batch]) for row in last.values()]


def put_seals(session: Session, sealed: Iterable[tuple[str, Seal]], now: float, user: str = SYSTEM) -> int:
    """As `Seals.add`, inside a write transaction that is already open."""
    new = [(subject, seal) for subject, seal in sealed if not _kept(session, subject, seal)]
    if not new:
        return 0
    rows = [
        SealRow(subject=subject, path=seal.path, sha256=seal.sha256, size=seal.size, at=now)
        for subject, seal in new
    ]
    digest = _digest(rows)
    for row in rows:
        row.batch = digest
    session.add_all(rows)
    write_down(session, Deed(user, Action.SEALED, f"{len(rows)} files", digest), now)
    return len(rows)


def _batches(rows: Iterable[SealRow]) -> dict[str, list[SealRow]]:
    batches: dict[str, list[SealRow]] = defaultdict(list)
    for row in rows:
        batches[row.batch].append(row)
    return batches


def _digest(rows: Iterable[SealRow]) -> str:
    """SHA-256 over the content of a batch, in a fixed order."""
    content = sorted([row.subject, row.path, row.sha256, row.size, row.at] for row in rows)
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _kept(session: Session, subject: str, seal: Seal) -> bool:
    row = _last(session, subject)
    return row is not None and Seal(row.path, row.sha256, row.size) == seal


def _last(session: Session, subject: str) -> SealRow | None:
    return session.scalar(
        select(SealRow).where(SealRow.subject == subject).order_by(SealRow.id.desc()).limit(1)
    )


def _record(row: SealRow, *, genuine: bool) -> StoredSeal:
    return StoredSeal(row.subject, Seal(row.path, row.sha256, row.size), row.at, genuine)
