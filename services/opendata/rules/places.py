"""A set with places as GeoJSON (RFC 7946): east before north, and what has no place is told so."""

from typing import Any

from services.opendata.rules.tables import LATITUDE, LONGITUDE, Line, Table


def geojson(table: Table) -> dict[str, Any]:
    """The set as a collection of features."""
    return {"type": "FeatureCollection", "features": [_feature(row) for row in table.rows]}


def _feature(row: Line) -> dict[str, Any]:
    east, north = row.get(LONGITUDE), row.get(LATITUDE)
    point = None if east is None or north is None else {"type": "Point", "coordinates": [east, north]}
    told = {name: value for name, value in row.items() if value is not None}
    return {"type": "Feature", "id": row.get("ID"), "geometry": point, "properties": told}
