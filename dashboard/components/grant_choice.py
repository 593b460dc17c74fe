"""The choice of halls and cameras that an account may see, and the words for it."""

from collections.abc import Iterator, Sequence
from typing import cast

from nicegui import ui

from api.schemas import AccountOut, GrantIn, GrantOut
from dashboard.page_context import PageContext

Place = tuple[str | None, str | None]
"""Keys of a hall and of a camera; both None for all halls."""


class GrantChoice:
    """A list in which several halls and cameras can be marked. It begins with those that are held."""

    def __init__(self, page: PageContext, held: Sequence[GrantOut] = ()) -> None:
        self._places = list(dict.fromkeys([*_places(page), *((one.site, one.camera) for one in held)]))
        self._select = ui.select(
            {number: _name(page, place) for number, place in enumerate(self._places)},
            value=[self._places.index((one.site, one.camera)) for one in held],
            label=page.t("users.sees"),
            multiple=True,
        ).props("outlined dense options-dense use-chips")
        self._select.classes("grants")

    @property
    def grants(self) -> tuple[GrantIn, ...]:
        """The marked halls and cameras."""
        marked = cast("list[int]", self._select.value or [])
        return tuple(
            GrantIn(site=site, camera=camera) for site, camera in map(self._places.__getitem__, marked)
        )


def account_sees(page: PageContext, account: AccountOut) -> str:
    """The halls and cameras of an account, as one line."""
    return page.t("users.sees.admin") if account.role == "admin" else grants_told(page, account.grants)


def grants_told(page: PageContext, grants: Sequence[GrantOut]) -> str:
    """Halls and cameras as one line."""
    return page.format.listed(_name(page, (one.site, one.camera)) for one in grants) or page.t(
        "users.sees.none"
    )


def _places(page: PageContext) -> Iterator[Place]:
    yield None, None
    for site in page.sites:
        yield site.key, None
        yield from ((site.key, camera.key) for camera in site.cameras)


def _name(page: PageContext, place: Place) -> str:
    key, camera = place
    if key is None:
        return page.t("users.sees.all")
    hall = next((site.name for site in page.sites if site.key == key), None) or key
    return f"{hall} · {camera}" if camera else hall
