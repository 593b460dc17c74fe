"""Periods of retention that are allowed and that an operator should look at."""

from collections.abc import Iterator

from models.store import ModelError, RetentionClass, RetentionPolicy, Store
from pipeline.scoring.days import norms_of


def doubts(store: Store, policy: RetentionPolicy) -> Iterator[str]:
    """One line for each site whose clips are deleted while their events may still be contested.

    It is no error: a law may ask for less time than the norms of a hall give for a review.
    """
    for stored in store.sites.all():
        site = stored.site.site
        days = policy.of(RetentionClass.CLIPS, site)
        try:
            profile = norms_of(store, stored.site)
        except ModelError:
            continue  # the nightly run reports it
        if days is not None and days < profile.scoring.review_days + 1:
            yield (
                f"site {site}: clips are kept for {days} days, and an event may be contested for"
                f" {profile.scoring.review_days:g} days after its day: later appeals have no clip"
            )
