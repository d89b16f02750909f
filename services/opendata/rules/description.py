"""The programs' view of the sets: DCAT for catalogues, OpenAPI for whoever writes a program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.opendata.rules import asking, licence
from services.opendata.rules.tables import Dataset, Field, Holds, Table

MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "json": "application/json",
}
_FILES = "http://publications.europa.eu/resource/authority/file-type/"
_TYPES = {"csv": "CSV", "xlsx": "XLSX", "geojson": "GEOJSON", "json": "JSON"}
_RHYTHMS = "http://publications.europa.eu/resource/authority/frequency/"
_THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
STANDARD = "https://www.digital.go.jp/resources/open_data/municipal-standard-data-set-test"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A set with its words by language."""

    table: Table
    title: Mapping[str, str]
    text: Mapping[str, str]

    @property
    def about(self) -> Dataset:
        """What it is."""
        return self.table.about


@dataclass(frozen=True)
class Publisher:
    """Who publishes, and where."""

    # The address of this room, without a slash at its end.
    home: str
    name: Mapping[str, str]
    code: str
    phone: str


def catalogue(told: Sequence[Told], by: Publisher) -> dict[str, Any]:
    """The catalogue as JSON-LD in the words of DCAT 3."""
    publisher = {
        "@id": f"{by.home}#publisher",
        "@type": "foaf:Organization",
        "foaf:name": _spoken(by.name),
        "dct:identifier": by.code,
    }
    return {
        "@context": _CONTEXT,
        "@id": by.home,
        "@type": "dcat:Catalog",
        "dct:title": _spoken({"ja": f"{by.name['ja']} オープンデータ", "en": f"{by.name['en']} open data"}),
        "dct:publisher": publisher,
        "dct:license": {"@id": licence.URI},
        "dct:language": [{"@id": _language("JPN")}, {"@id": _language("ENG")}],
        "dct:modified": _day(max(one.table.updated for one in told).isoformat()),
        "foaf:homepage": {"@id": by.home},
        "dcat:dataset": [_dataset(one, by) for one in told],
    }


def _dataset(one: Told, by: Publisher) -> dict[str, Any]:
    about, home = one.about, f"{by.home}/{one.about.key}"
    found = {
        "@id": home,
        "@type": "dcat:Dataset",
        "dct:identifier": f"{by.code}_{about.key}",
        "dct:title": _spoken(one.title),
        "dct:description": _spoken(one.text),
        "dct:publisher": {"@id": f"{by.home}#publisher"},
        "dct:modified": _day(one.table.updated.isoformat()),
        "dct:accrualPeriodicity": {"@id": _RHYTHMS + about.rhythm[0]},
        "dct:license": {"@id": licence.URI},
        "dcat:theme": [{"@id": _THEMES + about.theme}],
        "dcat:landingPage": {"@id": home},
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": by.name["ja"],
            "vcard:hasTelephone": by.phone,
        },
        "dcat:distribution": [_distribution(about, form, by) for form in (*about.formats, "json")],
    }
    return {**found, "dct:conformsTo": {"@id": STANDARD}} if about.standard else found


def _distribution(about: Dataset, form: str, by: Publisher) -> dict[str, Any]:
    api = form == "json"
    address = f"{by.home}/api/v1/{about.key}" if api else f"{by.home}/{about.key}.{form}"
    found: dict[str, Any] = {
        "@id": address if api else f"{address}#file",
        "@type": "dcat:Distribution",
        "dct:format": {"@id": _FILES + _TYPES[form]},
        "dcat:mediaType": {"@id": _MEDIA + MEDIA[form]},
        "dcat:accessURL": {"@id": address},
        "dct:license": {"@id": licence.URI},
    }
    if api:
        return {**found, "dcat:endpointDescription": {"@id": f"{by.home}/openapi.json"}}
    return {**found, "dcat:downloadURL": {"@id": address}}


def _spoken(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": words[lang], "@language": lang} for lang in ("ja", "en")]


def _day(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}


def _language(code: str) -> str:
    return f"http://publications.europa.eu/resource/authority/language/{code}"


def openapi(told: Sequence[Told], by: Publisher) -> dict[str, Any]:
    """The API as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{by.name['ja']} オープンデータ API",
            "version": "1",
            "description": "市のオープンデータを、絞り込んで、ページごとに返します。登録も鍵も要りません。",
            "license": {"name": licence.SHORT, "url": licence.ADDRESS},
        },
        "servers": [{"url": f"{by.home}/api/v1"}],
        "paths": {f"/{one.about.key}": {"get": _operation(one)} for one in told},
        "components": {"schemas": {"Fault": _FAULT}},
    }


_FAULT = {
    "type": "object",
    "required": ["error", "parameter"],
    "properties": {"error": {"type": "string"}, "parameter": {"type": "string"}},
}


def _operation(one: Told) -> dict[str, Any]:
    rows = {"type": "array", "items": _row(one.about)}
    whole = {"type": "integer", "minimum": 0}
    properties = {
        **{name: {"type": "string"} for name in ("dataset", "title", "updated", "license", "credit")},
        **dict.fromkeys(("total", "page", "per_page"), whole),
        "next": {"type": ["string", "null"]},
        "rows": rows,
    }
    answer = {"type": "object", "required": list(properties), "properties": properties}
    return {
        "operationId": one.about.key,
        "summary": one.title["ja"],
        "description": one.text["ja"],
        "parameters": [*_parameters(one.about), *(_equal(field) for field in one.about.fields)],
        "responses": {
            "200": {"description": "行", "content": {MEDIA["json"]: {"schema": answer}}},
            "304": {"description": "If-None-Match の札から変わっていない"},
            "400": {
                "description": "分からない尋ね方",
                "content": {MEDIA["json"]: {"schema": {"$ref": "#/components/schemas/Fault"}}},
            },
        },
    }


def _parameters(about: Dataset) -> list[dict[str, Any]]:
    number = {"type": "integer", "minimum": 1}
    asked = [
        (asking.WORDS, "どこかの欄にこの言葉がある行", {"type": "string"}),
        (asking.PAGE, "何ページ目か", {**number, "default": 1, "maximum": 1_000_000}),
        (asking.PER_PAGE, "1ページの行数", {**number, "default": asking.USUAL, "maximum": asking.MOST}),
    ]
    if about.places:
        corners = {"type": "string", "pattern": r"^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$"}
        asked.append((asking.BOX, "西,南,東,北（度）の四角の中にある行", corners))
    return [
        {"name": name, "in": "query", "description": text, "schema": schema} for name, text, schema in asked
    ]


def _equal(field: Field) -> dict[str, Any]:
    text = f"{field.name} がこの値である行"
    return {"name": field.name, "in": "query", "description": text, "schema": {"type": "string"}}


def _row(about: Dataset) -> dict[str, Any]:
    return {"type": "object", "properties": {one.name: _schema(one) for one in about.fields}}


def _schema(field: Field) -> dict[str, Any]:
    kind = "string" if field.holds is Holds.DAY else field.holds.value
    found: dict[str, Any] = {"type": [kind, "null"]}
    if field.holds is Holds.DAY:
        found["format"] = "date"
    told = "。".join(filter(None, (field.words, "名前は公開元1つだけで確認" if field.alone else "")))
    return {**found, "description": told} if told else found
