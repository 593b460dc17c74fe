"""The history of the tables, run by `models.store.schema` and by nothing else."""
