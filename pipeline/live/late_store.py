"""The store of a process that may begin while the database is away."""

from threading import Lock

from models.store import ModelError, Patience, Store, StoreError


class LateStore(Store):
    """A store that its first use opens: a process that looks can begin while nothing can be stored.

    Every use raises StoreError until the database can be opened.
    """

    def __init__(self, url: str, patience: Patience) -> None:
        self.__dict__["_late"] = (url, patience, Lock())

    def __getattr__(self, name: str) -> object:
        """A part of the store; Python asks here only as long as the store is not open."""
        url, patience, lock = self.__dict__["_late"]
        with lock:
            if "_engine" not in self.__dict__:
                try:
                    super().__init__(url, patience)
                except StoreError:
                    raise
                except ModelError as error:
                    raise StoreError(str(error)) from error
        return self.__dict__[name]

    def close(self) -> None:
        """Close every connection, if there is any."""
        if "_engine" in self.__dict__:
            super().close()
