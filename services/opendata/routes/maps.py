"""A set with places on a map: the list of addresses is the page, the map is drawn over it when somebody asks for it."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from portal import i18n
from portal.distances import written as point
from portal.doors import house, open_door
from portal.home import reception
from portal.refused import Refused
from portal.security import shows_map
from portal.whole import whole
from services.opendata.routes import frame
from services.opendata.rules.tables import LATITUDE, LONGITUDE, Dataset, Line, Table

# So many addresses fit a page of 30 KB.
PLACES = 80


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/opendata/<key>/map", endpoint="chart")(chart)


@open_door
@shows_map
def chart(key: str) -> Response:
    """The places of a set."""
    about = frame.found(key)
    if not about.places:
        raise Refused("dataset_unknown", 404)
    return whole(f"opendata/{about.key}/map", lambda: _chart(about))


def _chart(about: Dataset) -> str:
    table = frame.table(about)
    listed = places(table)
    pages = max(1, -(-len(listed) // PLACES))
    at = min(max(request.args.get("page", 1, int), 1), pages)
    return i18n.page(
        "opendata/map.html", table=table, at=at, of=pages, places=listed[(at - 1) * PLACES : at * PLACES],
        chart=_drawing(), contact=reception(),
    )  # fmt: skip


def places(table: Table) -> list[dict[str, Any]]:
    """Where the rows are; what has no coordinates is listed all the same, by its address."""
    return [_place(table.about.shown[0], row) for row in table.rows]


def _place(name: str, row: Line) -> dict[str, Any]:
    north, east = row[LATITUDE], row[LONGITUDE]
    known = isinstance(north, float) and isinstance(east, float)
    return {
        "name": row[name],
        "address": row.get("所在地_連結表記"),
        "place": row.get("場所名称") or row.get("設置位置"),
        "point": f"{north},{east}" if known else "",
        "elsewhere": f"https://maps.gsi.go.jp/#17/{north}/{east}/" if known else "",
    }


def _drawing() -> dict[str, str]:
    """What the script needs to draw a map, as attributes of the place where it goes."""
    settings, town = house().settings, house().pack.reports
    return {
        "chart": url_for("static", filename="reports-map.js"),
        "code": url_for("static", filename="vendor/leaflet/leaflet.js"),
        "sheet": url_for("static", filename="vendor/leaflet/leaflet.css"),
        "tiles": settings.map_tiles,
        "credit": settings.map_credit,
        "centre": point(town.centre),
        "zoom": str(town.zoom),
    }
