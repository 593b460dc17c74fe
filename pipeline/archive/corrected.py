"""The zones that hold: of the site file, or as somebody corrected them in the dashboard."""

from models.site import Site
from models.store import Store
from models.zones import corrected


def corrected_site(site: Site, store: Store) -> tuple[Site, list[str]]:
    """The site with the zones that hold, and a line for each camera where they are not the file's."""
    return corrected(site, store.zones.of_site(site.site))
