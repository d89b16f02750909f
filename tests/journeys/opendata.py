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
    person.meet("opendata-map-closed")
    person.page.locator("[data-open]").click()
    # No picture of the ground can be fetched here, and the places stand on the map and in the list all the same.
    person.page.locator("#chart path.leaflet-interactive").first.wait_for()
    assert (
        person.page.locator("#chart path.leaflet-interactive").count()
        == person.page.locator("[data-point]").count()
    )
    person.meet("opendata-map")
    person.open("/opendata/filings")
    person.meet("opendata-counts")
    person.open("/opendata/api")
    person.meet("opendata-programs")
