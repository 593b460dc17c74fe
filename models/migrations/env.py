"""Alembic's entry: the connection and its transaction come from `models.store.schema`."""

from alembic import context

from models.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can only change a column by copying its table.
    render_as_batch=True,
    # The caller holds one transaction around everything: a killed upgrade leaves the old tables.
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
