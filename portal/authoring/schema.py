"""JSON Schema for the files of a pack, so that an editor helps while somebody writes; made from what the readers know."""

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from forms import computed, conditions, dictionary, steps
from forms.kinds import KINDS
from forms.terms import AfterDue, Layout, State
from forms.ways import Acceptance, Assurance, Box, Completes, Decision, Sign
from forms.wording import COMPLETE, LANGUAGES
from portal.authoring.told import TOLD

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_DAY = r"^(\d{4}-)?(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$"
_MONTH_DAY: Schema = {"type": "string", "pattern": _DAY}
_HTTPS: Schema = {"type": "string", "pattern": "^https://"}
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "format": "date"}
WORDS: Schema = {"$ref": "#/$defs/words"}
WHEN: Schema = {"$ref": "#/$defs/when"}
_SELF: Schema = {"properties": {"whose": {"const": "self"}}, "required": ["whose"]}
KEY: Schema = {"type": "string", "pattern": f"^{dictionary.KEY.pattern}$"}


def written(which: str) -> str:
    """The text of docs/schema/procedure.json or fields.json."""
    made = procedure() if which == "procedure" else fields()
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def procedure() -> Schema:
    """A procedure's file."""
    needed = ("title", "summary", "division", "completes")
    whole = table("procedure", _top(), needed, title="くらしの窓の手続")
    return {"$schema": DRAFT, **whole, **_remains(), "$defs": _shared()}


def fields() -> Schema:
    """A dictionary's file: every key of it is a field."""
    return {
        "$schema": DRAFT,
        "title": "くらしの窓の項目の辞書",
        "type": "object",
        "propertyNames": {
            "pattern": f"^{dictionary.KEY.pattern}$",
            "not": {"enum": sorted(dictionary.TAKEN)},
        },
        "additionalProperties": {"$ref": "#/$defs/field"},
        "$defs": {"words": words(), "field": _field()},
    }


def table(place: str, properties: Mapping[str, Schema], needed: Sequence[str] = (), **more: Any) -> Schema:
    """A table with these keys and no others, each described in Japanese with an example."""
    described = {key: {**schema, **_told(place, key)} for key, schema in properties.items()}
    found: Schema = {"type": "object", **more, "properties": described, "additionalProperties": False}
    return {**found, "required": list(needed)} if needed else found


def _told(place: str, key: str) -> Schema:
    description, *examples = TOLD[f"{place}.{key}"]
    return {"description": description, **({"examples": examples} if examples else {})}


def named(kinds: type[Enum]) -> Schema:
    """The words of a choice, as the reader takes them."""
    return {"enum": [one.value if isinstance(one.value, str) else one.name for one in kinds]}


def listed(item: Schema, least: int = 0) -> Schema:
    """A list of such things."""
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


def words() -> Schema:
    """The same words in several languages, of which three are needed."""
    full: Schema = {"type": "string", "pattern": r"\S"}
    return {
        "description": "同じ言葉を三つの言語で。ja 日本語、easy やさしい日本語、en 英語。",
        "type": "object",
        "properties": {lang: full if lang in COMPLETE else TEXT for lang in LANGUAGES},
        "required": list(COMPLETE),
        "additionalProperties": False,
    }


def _top() -> dict[str, Schema]:
    return {
        "title": WORDS, "summary": WORDS, "verb": WORDS, "search": listed(TEXT),
        "number": {"type": "string", "pattern": "^([0-9]{4})?$"},
        "topic": TEXT, "division": TEXT, "law": TEXT, "who": WORDS, "bring": listed(WORDS), "minutes": WHOLE,
        "deadline": WORDS, "processing_days": WHOLE,
        "fee": table("fee", {"yen": {"type": "integer", "minimum": 0}, "per": TEXT}, ("yen",)),
        "fee_later": FLAG,
        "first": table("first", {"title": WORDS, "text": WORDS, "link": TEXT}, ("title", "text")),
        "individual_number_box": named(Box), "acceptance": named(Acceptance), "decision": named(Decision),
        "exemption": FLAG, "sheet": TEXT, "sign": named(Sign), "completes": named(Completes), "remains": WORDS, "link": TEXT,
        "valid_from": DATE, "valid_to": DATE, "state": named(State), "layout": named(Layout),
        "document_class": TEXT, "retention_years": {"type": "integer", "minimum": 1}, "after_due": named(AfterDue),
        "links": listed(table("links", {"title": WORDS, "link": _HTTPS}, ("title", "link"))),
        "open": listed(table("open", {"from": _MONTH_DAY, "to": _MONTH_DAY}, ("from", "to"))),
        "deadline_from": _deadline(),
        "computed": listed(_computed()),
        "exit": listed(_exit()),
        "way": listed(_way()),
        "step": listed(_step()),
    }  # fmt: skip


def _shared() -> Schema:
    return {"words": words(), "ask": {"anyOf": [KEY, _ask()]}, "when": _when()}


def _remains() -> Schema:
    """Nobody is left without knowing what is still to be done: where it does not end online, it says where."""
    ends = {
        "elsewhere": [Completes.ELSEWHERE.value],
        "partly": [Completes.PARTLY.value, Completes.PREPARATION.value],
    }
    asked = {
        name: {"properties": {"completes": {"enum": some}}, "required": ["completes"]}
        for name, some in ends.items()
    }
    rest = {"if": asked["partly"], "then": {"required": ["remains"]}}
    return {"if": asked["elsewhere"], "then": {"required": ["link"]}, "else": rest}


def _way() -> Schema:
    shape = {
        "kind": {"enum": list(conditions.WAYS)}, "assurance": named(Assurance), "completes": named(Completes),
        "remains": WORDS, "link": TEXT, "register_address": TEXT,
    }  # fmt: skip
    return {**table("way", shape, ("kind", "completes")), **_remains()}


def _exit() -> Schema:
    shape = {"after": TEXT, "when": WHEN, "title": WORDS, "text": WORDS, "procedure": TEXT, "link": _HTTPS}
    return table("exit", shape, ("after", "when", "title", "text"))


def _step() -> Schema:
    most = {"type": "integer", "minimum": 0, "maximum": steps.MOST_ITEMS}
    shape = {
        "key": {"type": "string", "pattern": f"^{steps.KEY.pattern}$", "not": {"enum": sorted(steps.TAKEN)}},
        "title": WORDS, "text": WORDS, "section": WORDS, "ask": listed({"$ref": "#/$defs/ask"}, 1), "when": WHEN,
        "repeat": table("repeat", {"field": KEY, "min": most, "max": most, "label": WORDS}, ("field",)),
    }  # fmt: skip
    return table("step", shape, ("title", "ask"))


def _ask() -> Schema:
    shape = {
        "field": KEY, "optional": FLAG, "locked": FLAG, "label": WORDS, "hint": WORDS, "min": WHOLE, "max": WHOLE,
        "from_today": _pair(), "choices": listed(TEXT), "when": WHEN, "whose": {"enum": list(dictionary.WHOSE)},
    }  # fmt: skip
    return table("ask", shape, ("field",))


def _pair() -> Schema:
    return {"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2}


def _when() -> Schema:
    """Any earlier question, or the way."""
    answer: Schema = {"type": ["string", "integer", "boolean"]}
    bounds = {"min": WHOLE, "max": WHOLE, "not": {"anyOf": [answer, listed(answer)]}}
    found = {"anyOf": [answer, listed(answer, 1), table("bounds", bounds, minProperties=1)]}
    return {"description": TOLD["step.when"][0], "type": "object", "additionalProperties": found}


def _deadline() -> Schema:
    count = {"type": "integer", "minimum": 1}
    shape = {"field": KEY, "days": count, "months": count, "counts_first": FLAG}
    one = [{"required": ["days"]}, {"required": ["months"]}]
    return {**table("deadline_from", shape, ("field",)), "oneOf": one}


def _computed() -> Schema:
    """Exactly one way of working something out."""
    shape = {
        "key": KEY, "label": WORDS, "age_of": KEY, "on": TEXT, "sum_of": listed(KEY, 1), "count_of": KEY,
        "days_from": TEXT, "days_to": TEXT,
    }  # fmt: skip
    return {
        **table("computed", shape, ("key", "label")),
        "oneOf": [{"required": [how]} for how in computed.HOWS],
    }


def _field() -> Schema:
    value = {"type": "string", "pattern": f"^{dictionary.CHOICE_VALUE.pattern}$"}
    shape = {
        "kind": {"enum": list(KINDS)}, "label": WORDS, "hint": WORDS, "example": WORDS,
        "autocomplete": {"enum": sorted(dictionary.AUTOCOMPLETE)},
        "sensitivity": {"enum": list(dictionary.SENSITIVITIES)},
        "whose": {"enum": list(dictionary.WHOSE)}, "reuse": FLAG, "own": listed(TEXT),
        "own_when": {"type": "object", "additionalProperties": listed(TEXT)},
        "draws_on": _draws(),
        "max": WHOLE, "min": WHOLE, "digits": _pair(), "from_today": _pair(),
        "choices": listed(table("choices", {"value": value, **words()["properties"]}, ("value", *COMPLETE))),
    }  # fmt: skip
    none = {"not": {"required": ["choices"]}}
    rules = [
        _where(["choice", "choices"], {"required": ["choices"]}, none),
        _where(["number_code"], {"required": ["digits"]}, {"not": {"required": ["digits"]}}),
        _where(["date"], {}, {"not": {"required": ["from_today"]}}),
        {"if": {"properties": {"reuse": {"const": True}}, "required": ["reuse"]}, "then": _SELF},
        _where(["integer", "yen"], {}, {"not": {"required": ["min"]}}),
    ]
    return {**table("field", shape, ("kind", "label")), "allOf": rules}


def _draws() -> Schema:
    """Questions stand as keys: those here in `take`, `give` and `when`, those of the other list in `where` and `aged`."""

    def by_key(value: Schema) -> Schema:
        return {"type": "object", "additionalProperties": value}

    among = by_key({"anyOf": [TEXT, listed(TEXT, 1)]})
    shape = {
        "group": KEY, "take": by_key(KEY), "give": by_key(TEXT), "when": among, "where": among, "aged": by_key(_pair()),
    }  # fmt: skip
    return {**table("draws_on", shape, ("group",)), "anyOf": [{"required": ["take"]}, {"required": ["give"]}]}


def _where(kinds: list[str], then: Schema, otherwise: Schema) -> Schema:
    asked = {"properties": {"kind": {"enum": kinds}}, "required": ["kind"]}
    return {"if": asked, "then": then, "else": otherwise}
