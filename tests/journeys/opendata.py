"""Somebody looks for open data, reads one set and how programs ask for it."""

from tests.journeys.walk import Visit


def read_open_data(visit: Visit) -> None:
    """From the list of all sets to one with places, one of counts, and the page for programs."""
    person = visit.enter()
    person.open("/opendata")
    person.meet("opendata")
    person.follow('.sets a[href="/opendata/shelters"]')
    person.meet("opendata-places")
    person.open("/opendata/filings")
    person.meet("opendata-counts")
    person.open("/opendata/api")
    person.meet("opendata-programs")
