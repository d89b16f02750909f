"""Files at addresses that stay: each set as CSV, workbook and GeoJSON, and the catalogue for other catalogues."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from flask import Blueprint, Response

from portal import workbooks
from portal.doors import house, open_door
from portal.pack import lists
from portal.refused import Refused
from portal.whole import Kept, packed_bytes
from services.opendata.routes import frame
from services.opendata.rules import description, licence
from services.opendata.rules.places import geojson
from services.opendata.rules.tables import Dataset, Field, Holds, Line, Table, written

_CATALOGUE = (
    "全国地方公共団体コード", "ID", "地方公共団体名", "データ名称", "データ概要", "データ形式", "分類", "更新頻度", "URL",
    "API対応有無", "ライセンス", "最終更新日", "備考",
)  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/opendata/catalog.jsonld", endpoint="catalogue")(catalogue)
    blueprint.get("/opendata/catalog.csv", endpoint="catalogue_csv")(catalogue_csv)
    blueprint.get("/opendata/<key>.<form>", endpoint="file")(file)


@open_door
def file(key: str, form: str) -> Response:
    """A set as a file."""
    about = frame.found(key)
    if form not in about.formats:
        raise Refused("dataset_unknown", 404)
    kept = frame.once(
        f"{key}.{form}", lambda: packed_bytes(_MAKERS[form](frame.table(about))), changes=about.hides
    )
    name = f"{house().pack.town.lgcode}_{key}.{form}"
    return frame.given(kept, description.MEDIA[form], name)


def _csv(table: Table) -> bytes:
    rows: Iterator[Mapping[str, str]] = (
        {name: written(value) for name, value in row.items()} for row in table.rows
    )
    return lists.write(table.about.names, rows)


def _workbook(table: Table) -> bytes:
    rows = [{one.name: _cell(one, row) for one in table.about.fields} for row in table.rows]
    return workbooks.write(table.about.names, rows, table.about.title, table.updated)


def _cell(field: Field, row: Line) -> workbooks.Value:
    value = row[field.name]
    return date.fromisoformat(str(value)) if field.holds is Holds.DAY and value else value


def _geojson(table: Table) -> bytes:
    return _json(geojson(table))


def _json(what: object) -> bytes:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()


_MAKERS = {"csv": _csv, "xlsx": _workbook, "geojson": _geojson}


@open_door
def catalogue() -> Response:
    """The catalogue as other catalogues gather it."""

    def make() -> Kept:
        return packed_bytes(_json(description.catalogue(frame.everything(), frame.publisher())))

    return frame.given(frame.once("catalogue", make), "application/ld+json")


@open_door
def catalogue_csv() -> Response:
    """The catalogue as a list, a line a file, in the manner of the national オープンデータ一覧."""

    def make() -> Kept:
        return packed_bytes(lists.write(_CATALOGUE, _lines()))

    return frame.given(frame.once("catalogue.csv", make), "text/csv", "catalog.csv")


def _lines() -> Iterator[Mapping[str, str]]:
    by = frame.publisher()
    for one in frame.everything():
        for form in one.about.formats:
            yield {
                "全国地方公共団体コード": by.code, "ID": f"{one.about.key}.{form}", "地方公共団体名": by.name["ja"],
                "データ名称": one.title["ja"], "データ概要": one.text["ja"], "データ形式": form.upper(),
                "分類": one.about.standard or "市の独自のデータ", "更新頻度": "毎月" if one.about.hides else "随時",
                "URL": f"{by.home}/{one.about.key}.{form}", "API対応有無": "有", "ライセンス": licence.SHORT,
                "最終更新日": one.table.updated.isoformat(),
                "備考": _remark(one.about),
            }  # fmt: skip


def _remark(about: Dataset) -> str:
    if about.alone:
        return f"公開元1つだけで名前を確かめた列: {'、'.join(about.alone)}"
    return "1件か2件の数は載せない" if about.hides else ""
