"""Errors that a person can mend. Each message is one line: what is wrong, where it is, and what to do."""


class ModelError(Exception):
    """Something in a site file, a norm file or the store is wrong; the message is for the operator."""


class StoreError(ModelError):
    """The database cannot be reached, read or written now; the message is for the operator."""


class StoreBusyError(StoreError):
    """Another process held the database for longer than the patience of this one."""


class OvertakenError(Exception):
    """The verdict is no longer the one that the reviewer saw; the message is for the reviewer."""


class ZonesOvertakenError(Exception):
    """Another person corrected the same camera in the meantime; the message is for the person who corrects it now."""
