"""Small fields, dictionaries and procedures for the tests of the forms library, with full defaults."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from forms import dictionary, procedure
from forms.dictionary import Choice, Dictionary, Field
from forms.faults import Fault, Unfit
from forms.field import Value
from forms.kinds import KINDS
from forms.procedure import Procedure
from forms.wording import Wording

TODAY = date(2026, 11, 21)
# Twelve invented digits with a true check digit, and the same with a false one.
NUMBER = "123456789018"
NO_NUMBER = "123456789012"


def words(ja: str = "見本") -> Wording:
    return Wording({"ja": ja, "easy": ja, "en": "sample"})


def field(kind: str, key: str = "sample", **other: Any) -> Field:
    made: dict[str, Any] = {"label": words(), **other}
    if kind in ("choice", "choices") and "choices" not in made:
        made["choices"] = (Choice("cat", words("猫")), Choice("dog", words("犬")), Choice("hen", words("鶏")))
    if kind == "number_code" and "digits" not in made:
        made["digits"] = (12, 12)
    return Field(key=key, kind=kind, **made)


def read(kind: str, typed: str | Mapping[str, str], **other: Any) -> Value:
    """The stored value of what was typed; raises Unfit."""
    parts = {"value": typed} if isinstance(typed, str) else typed
    return KINDS[kind].read(parts, field(kind, **other), TODAY)


def fault(kind: str, typed: str | Mapping[str, str], **other: Any) -> Fault:
    """The fault of what was typed; fails when it is taken."""
    try:
        value = read(kind, typed, **other)
    except Unfit as unfit:
        return unfit.fault
    raise AssertionError(f"taken as {value!r}")


def when(era: str = "", year: str = "", month: str = "", day: str = "") -> dict[str, str]:
    return {"era": era, "year": year, "month": month, "day": day}


def place(postcode: str = "", area: str = "", street: str = "", building: str = "") -> dict[str, str]:
    return {"postcode": postcode, "area": area, "street": street, "building": building}


def sent(**typed: str | list[str]) -> MultiDict[str, str]:
    """What a browser sends; two underscores in a name stand for the hyphen before a part."""
    pairs = []
    for name, value in {"go": "1", **typed}.items():
        pairs += [(name.replace("__", "-"), one) for one in ([value] if isinstance(value, str) else value)]
    return MultiDict(pairs)


WORDS = '{ ja = "見本", easy = "みほん", en = "Sample" }'
FIELDS = f"""
[applicant_kind]
kind = "choice"
label = {WORDS}
choices = [
  {{ value = "self", ja = "本人", easy = "わたし", en = "Myself" }},
  {{ value = "agent", ja = "代理人", easy = "ほかの人", en = "An agent" }},
]
[name]
kind = "name"
label = {WORDS}
autocomplete = "name"
[kana]
kind = "kana"
label = {WORDS}
[agent_name]
kind = "name"
label = {WORDS}
[birth]
kind = "birth"
label = {WORDS}
autocomplete = "bday"
[address]
kind = "address"
label = {WORDS}
autocomplete = "address"
[copies]
kind = "integer"
label = {WORDS}
min = 1
max = 10
[purpose]
kind = "text"
label = {WORDS}
[animals]
kind = "choices"
label = {WORDS}
choices = [
  {{ value = "cat", ja = "猫", easy = "ねこ", en = "Cat" }},
  {{ value = "dog", ja = "犬", easy = "いぬ", en = "Dog" }},
]
[agree]
kind = "yes"
label = {WORDS}
"""
STEPS = f"""
[[step]]
key = "who"
title = {WORDS}
ask = ["applicant_kind", {{ field = "agent_name", when = {{ applicant_kind = "agent" }} }}]
[[step]]
key = "you"
title = {WORDS}
ask = ["name", {{ field = "kana", optional = true }}]
[[step]]
key = "agent"
title = {WORDS}
ask = ["purpose"]
when = {{ applicant_kind = "agent" }}
[[step]]
key = "copies"
title = {WORDS}
ask = ["copies", {{ field = "animals", optional = true, when = {{ copies = {{ min = 2 }} }} }}]
"""
HEAD = f"""
title = {WORDS}
summary = {WORDS}
division = "shimin"
completes = "online"
[[way]]
kind = "online"
assurance = "contact"
completes = "online"
"""


def a_dictionary(toml: str = FIELDS) -> Dictionary:
    return dictionary.read(tomllib.loads(toml))


def a_procedure(steps: str = STEPS, head: str = HEAD, known: Dictionary | None = None) -> Procedure:
    return procedure.read("sample", tomllib.loads(head + steps), known or a_dictionary())
