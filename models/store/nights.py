"""What only the night asks for: whole scores of many days."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select

from models.scores import Score, from_json
from models.store.base import Repository
from models.store.scores import DAY
from models.tables import ScoreRow


class Nights(Repository):
    """Reads and keeps what the nightly run needs."""

    def scores(
        self, since: dt.date, until: dt.date, counter_ids: Collection[int], label: str = DAY
    ) -> dict[tuple[int, dt.date], Score]:
        """Whole scores of these counters from `since` to `until` (both included), by counter and day."""
        query = (
            select(ScoreRow)
            .where(ScoreRow.day.between(since, until), ScoreRow.label == label)
            .where(ScoreRow.counter_id.in_(sorted(counter_ids)))
            .order_by(ScoreRow.day, ScoreRow.counter_id)
        )
        with self._reading() as session:
            rows = session.scalars(query).all()
        return {(row.counter_id, row.day): from_json(row.document) for row in rows}
