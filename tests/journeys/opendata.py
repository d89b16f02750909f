"""Somebody looks for open data, reads one set and how programs ask for it."""

from tests.journeys.walk import Visit


def read_open_data(visit: Visit) -> None:
    """From the list of all sets to one with places, its map, one of counts, and the page for programs."""
    person = visit.enter()
    person.open("/opendata")
    person.meet("opendata")
    person.follow('.sets a[href="/opendata/shelters"]')
    person.meet("opendata-places")
    person.open("/opendata/shelters/map")
    # This browser runs no script: the list of addresses is all there is, and it is whole.
    person.meet("opendata-map")
    assert not person.page.locator("[data-open]").is_visible()
    assert person.page.locator(".places [data-point]").count() > 0
    person.open("/opendata/filings")
    person.meet("opendata-counts")
    person.open("/opendata/api")
    person.meet("opendata-programs")
