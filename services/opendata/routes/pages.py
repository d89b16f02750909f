"""The pages: which sets there are, one set with its first rows and its places, and how programs ask."""

from typing import Any

from flask import Blueprint, Response, request

from portal import i18n
from portal.doors import house, now, open_door
from portal.home import reception
from portal.whole import whole
from services.opendata.actions import reading
from services.opendata.routes import frame
from services.opendata.routes.api import ROOT
from services.opendata.rules import asking, licence, standing
from services.opendata.rules.tables import LATITUDE, LONGITUDE, Dataset, Table, written

PREVIEW = 10
# So many places fit a page that opens quickly on a telephone.
PLACES = 50


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/opendata", endpoint="index")(index)
    blueprint.get("/opendata/api", endpoint="programs")(programs)
    blueprint.get("/opendata/<key>", endpoint="dataset")(dataset)


@open_door
def index() -> Response:
    """Every set."""
    return whole("opendata", _index)


def _index() -> str:
    tables = [frame.table(one) for one in reading.offered(house().pack)]
    return i18n.page(
        "opendata/index.html",
        lists=[one for one in tables if not one.about.hides],
        figures=[one for one in tables if one.about.hides],
        credit=licence.credit(frame.publisher().name["ja"], standing.FACILITIES.title),
        licence=licence,
        contact=reception(),
    )


@open_door
def dataset(key: str) -> Response:
    """One set."""
    about = frame.found(key)
    # Counts may still be on their way into the sums when the day begins.
    hour = f"/{now():%H}" if about.hides else ""
    return whole(f"opendata/{about.key}{hour}", lambda: _dataset(about))


def _dataset(about: Dataset) -> str:
    table = frame.table(about)
    places = _places(table)
    pages = max(1, -(-len(places) // PLACES))
    at = min(max(request.args.get("page", 1, int), 1), pages)
    return i18n.page(
        "opendata/dataset.html",
        table=table,
        at=at,
        of=pages,
        preview=[[written(row[name]) or None for name in about.shown] for row in table.rows[:PREVIEW]],
        places=places[(at - 1) * PLACES : at * PLACES],
        credit=licence.credit(frame.publisher().name["ja"], about.title),
        licence=licence,
        unsure=standing.UNSURE,
        contact=reception(),
    )


def _places(table: Table) -> list[dict[str, Any]]:
    """Where the rows are, each with a link to a map that needs no script of ours."""
    if not table.about.places:
        return []
    name = table.about.shown[0]
    return [
        {
            "name": row[name],
            "address": row.get("所在地_連結表記"),
            "place": row.get("場所名称") or row.get("設置位置"),
            "latitude": row[LATITUDE],
            "longitude": row[LONGITUDE],
        }
        for row in table.rows
        if row[LATITUDE] is not None
    ]


@open_door
def programs() -> Response:
    """How programs ask."""
    return whole("opendata/api", _programs)


def _programs() -> str:
    return i18n.page(
        "opendata/api.html",
        sets=reading.offered(house().pack),
        home=frame.publisher().home,
        root=ROOT,
        most=asking.MOST,
        usual=asking.USUAL,
        contact=reception(),
    )
