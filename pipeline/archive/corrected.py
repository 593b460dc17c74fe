"""The zones in force: those of the site file, or as corrected in the dashboard."""

from models import Site, corrected
from models.store import Store


def corrected_site(site: Site, store: Store) -> tuple[Site, list[str]]:
    """The site with the zones in force, and a line for each camera with zones that are not the file's."""
    return corrected(site, store.zones.of_site(site.site))
