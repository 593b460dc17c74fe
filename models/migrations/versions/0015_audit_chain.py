"""The audit log as a chain: each line gets the hash of the line before it and its own, also the lines from before."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FIELDS = ("id", "at", "user_name", "action", "subject", "detail", "client", "once")
MANY = 1000


def upgrade() -> None:
    with op.batch_alter_table("audit") as table:
        table.add_column(sa.Column("previous", sa.String(length=64), nullable=False, server_default=""))
        table.add_column(sa.Column("hash", sa.String(length=64), nullable=False, server_default=""))
    _chain(op.get_bind())
    with op.batch_alter_table("audit") as table:
        table.alter_column("previous", server_default=None)
        table.alter_column("hash", server_default=None)


def _chain(connection: sa.Connection) -> None:
    # Written here and not called from the program: a migration gives the same hashes in every later version.
    audit = sa.table("audit", *(sa.column(name) for name in (*FIELDS, "previous", "hash")))
    previous, last = "0" * 64, -1
    read = sa.select(*(audit.c[name] for name in FIELDS)).order_by(audit.c.id).limit(MANY)
    change = sa.update(audit).where(audit.c.id == sa.bindparam("line")).values(
        previous=sa.bindparam("before"), hash=sa.bindparam("digest")
    )  # fmt: skip
    while rows := connection.execute(read.where(audit.c.id > last)).all():
        chained = []
        for row in rows:
            content = json.dumps([*row, previous], separators=(",", ":")).encode()
            digest = hashlib.sha256(content).hexdigest()
            chained.append({"line": row.id, "before": previous, "digest": digest})
            previous = digest
        connection.execute(change, chained)
        last = rows[-1].id


def downgrade() -> None:
    with op.batch_alter_table("audit") as table:
        table.drop_column("hash")
        table.drop_column("previous")
