"""What a clerk typed about a building, laid into the words of its file; whether that can stand is the file's reader's to say."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from forms.wording import COMPLETE

Typed = Mapping[str, Sequence[str]]
Body = dict[str, Any]
RULES = (
    "days_ahead", "outside_days_ahead", "days_before", "most_a_month", "free_until_days", "late_percent",
    "no_show_points", "points_to_stop", "points_days", "reopen_minutes",
    "wait_hours", "wait_most", "remind_days", "correct_days",
)  # fmt: skip
# What is chosen from a list, and what holds where the file says nothing.
CHOSEN = {"unnoted": "came", "draws_for": "everyone", "draws_first": "residents", "draws_carry": "ticket"}
UNIT_NUMBERS = ("people", "seats", "least_minutes", "most_minutes", "turnaround")
# What holds where a file says nothing.
_USUAL = "first_come"
_DAY = timedelta(days=1)


def about(body: Body, typed: Typed) -> Body:
    """What the building is, how to come, and what helps people in."""
    named = {name: _words(typed, name, body.get(name)) for name in ("title", "text", "way", "parking")}
    return _filled(body, {**named, "access": list(typed.get("access", ()))})


def hours(body: Body, typed: Typed) -> Body:
    """When it is open, and on which days it stays shut."""
    openings = [
        _filled({}, {"weekdays": "".join(typed.get(f"{row}.weekdays", ())), **_clock(typed, row), **_days(typed, row)})
        for row in _rows(typed, "open")
        if typed.get(f"{row}.weekdays")
    ]  # fmt: skip
    closed = [
        _filled({}, {"from": _day(typed, f"{row}.from"), "to": _day(typed, f"{row}.to")})
        for row in _rows(typed, "closed")
        if _one(typed, f"{row}.from")
    ]
    return _filled(
        body,
        {
            "open": followed(openings, ("weekdays",)),
            "closed": closed,
            "closed_on_holidays": bool(_one(typed, "closed_on_holidays")),
        },
    )


def rules(body: Body, typed: Typed) -> Body:
    """The rules of booking, and the steps in which one books."""
    found: Body = {name: _number(typed, name) for name in RULES if name in typed}
    was = body.get("rules", {})
    found |= {
        name: chosen
        for name, usual in CHOSEN.items()
        if (chosen := _one(typed, name)) and chosen != was.get(name, usual)
    }
    kept = _filled(was, found)
    return _filled(body, {"raster": _number(typed, "raster"), "rules": kept})


def things(body: Body, typed: Typed) -> Body:
    """What rooms are made of, what they are used for, what is lent, and who pays less."""
    found = dict(body)
    for kind in ("space", "purpose", "equipment", "relief"):
        if any(name.startswith(f"{kind}.") for name in typed):
            found[kind] = list(_things(body, typed, kind))
    return found


def photos(body: Body, typed: Typed) -> Body:
    """The pictures in their order, each with its words; one that was just handed in comes last."""
    known = {str(one.get("key")): one for one in body.get("photo", ())}
    rows = [row for row in _rows(typed, "photo") if not _one(typed, f"{row}.gone")]
    rows.sort(key=lambda row: _place(typed, row))
    made = [_photo(known, typed, row) for row in rows]
    if _one(typed, "new.key") and _one(typed, "new.key") not in {one["key"] for one in made}:
        made.append(_photo(known, typed, "new"))
    return _filled(body, {"photo": made})


def _place(typed: Typed, row: str) -> int:
    found = _number(typed, f"{row}.place")
    return found if isinstance(found, int) else 0


def _photo(known: Mapping[str, Body], typed: Typed, row: str) -> Body:
    key = _one(typed, f"{row}.key")
    was = known.get(key, {})
    sides = {name: _number(typed, f"{row}.{name}") for name in ("width", "height")}
    changed = {
        "key": key,
        "alt": _words(typed, f"{row}.alt", was.get("alt")),
        "unit": _one(typed, f"{row}.unit"),
    }
    return _filled({}, {**was, **sides, **changed})


def unit(body: Body, typed: Typed, key: str = "") -> Body:
    """A room that can be booked, changed or (without a key) added."""
    units = [dict(one) for one in body.get("unit", ())]
    made = next((one for one in units if one.get("key") == key), None) if key else None
    if made is None:
        made = {"key": _free([str(one.get("key")) for one in units], "room")}
        units.append(made)
    changed = {
        "title": _words(typed, "title", made.get("title")),
        "text": _words(typed, "text", made.get("text")),
        "policy": _one(typed, "policy")
        if _one(typed, "policy") != made.get("policy", _USUAL)
        else made.get("policy"),
        **{name: _number(typed, name) for name in UNIT_NUMBERS},
        **{
            name: _chosen(made.get(name, ()), typed.get(name, ()))
            for name in ("spaces", "purposes", "bands", "access")
        },
        "barrier_free": [
            words
            for place, row in enumerate(_rows(typed, "barrier_free"))
            if (words := _words(typed, row, _at(made.get("barrier_free", []), place)))
        ],
        **_days(typed, "let"),
    }
    if "priced" in typed:
        prices = [_price(typed, row) for row in _rows(typed, "price") if _one(typed, f"{row}.yen")]
        changed["price"] = followed(prices, ("who", "band"))
    made.update(_filled({}, changed))
    for name, value in changed.items():
        if value in (None, "", [], {}):
            made.pop(name, None)
    return {**body, "unit": units}


def building(typed: Typed) -> Body:
    """A building from an empty form: rooms are added afterwards."""
    body = about({}, typed)
    listed = {name: _one(typed, name) for name in ("operator", "listed")}
    return things(hours(_filled(body, {**listed, "raster": _number(typed, "raster")}), typed), typed)


def followed(rows: list[Body], same: Sequence[str]) -> list[Body]:
    """Rows of which a later one begins on a day: those before it end the day before, so that one holds on each day."""
    found = []
    for row in rows:
        starts = row.get("valid_from")
        later = [
            other["valid_from"]
            for other in rows
            if all(other.get(name, "") == row.get(name, "") for name in same)
            and isinstance(other.get("valid_from"), date)
            and (starts is None or (isinstance(starts, date) and other["valid_from"] > starts))
        ]
        last, ends = row.get("valid_to"), min(later, default=None)
        if ends is not None and (last is None or (isinstance(last, date) and last >= ends)):
            row = {**row, "valid_to": ends - _DAY}  # noqa: PLW2901 (a row is a value; the changed one takes its place)
        found.append(row)
    return found


def _things(body: Body, typed: Typed, kind: str) -> Iterator[Body]:
    known = {str(one.get("key")): one for one in body.get(kind, ())}
    keys = list(known)
    for row in _rows(typed, kind):
        key = _one(typed, f"{row}.key")
        was = known.get(key, {})
        title = _words(typed, f"{row}.title", was.get("title"))
        if not was and not title:
            continue
        if not was:
            key = _free(keys, kind)
            keys.append(key)
        changed: Body = {"key": key, "title": title}
        if kind == "purpose":
            changed["loud"] = bool(_one(typed, f"{row}.loud"))
        if kind == "equipment":
            units = _chosen(was.get("units", ()), typed.get(f"{row}.units", ()))
            counted = {name: _number(typed, f"{row}.{name}") for name in ("count", "yen")}
            changed |= {**counted, "units": units}
        if kind == "relief":
            evidence = _words(typed, f"{row}.evidence", was.get("evidence"))
            changed |= {
                "evidence": evidence,
                "percent": _number(typed, f"{row}.percent"),
                **_days(typed, row),
            }
        yield _filled(was, changed)


def _price(typed: Typed, row: str) -> Body:
    return _filled(
        {},
        {
            "who": _one(typed, f"{row}.who"),
            "band": _one(typed, f"{row}.band"),
            "yen": _number(typed, f"{row}.yen"),
            **_days(typed, row),
        },
    )


def _filled(was: Body, changed: Body) -> Body:
    """What was there with what was typed; what was emptied is no longer there."""
    return {
        key: value
        for key, value in {**was, **changed}.items()
        if not _empty(value) or (key in was and value == was[key])
    }


def _empty(value: object) -> bool:
    return value in (None, "", [], {}) or value is False


def _rows(typed: Typed, name: str) -> list[str]:
    """The rows of a table in a form, as name.0, name.1 and so on."""
    wanted = re.compile(rf"{name}\.(\d{{1,3}})\.")
    numbers = {int(found[1]) for key in typed if (found := wanted.match(key))}
    return [f"{name}.{number}" for number in sorted(numbers)]


def _one(typed: Typed, name: str) -> str:
    found = typed.get(name, ())
    return found[0].strip() if found else ""


def _words(typed: Typed, name: str, was: object) -> Body:
    """Words in the languages of the form; those in others stay as they are."""
    kept = (
        {key: value for key, value in was.items() if key not in COMPLETE} if isinstance(was, Mapping) else {}
    )
    said = {lang: text for lang in COMPLETE if (text := _one(typed, f"{name}.{lang}"))}
    return {**said, **kept} if said else {}


def _number(typed: Typed, name: str) -> int | str | None:
    """A number where it is one; whatever else was typed is told by the reader."""
    text = unicodedata.normalize("NFKC", _one(typed, name)).replace(",", "")
    return int(text) if re.fullmatch(r"\d{1,9}", text) else text or None


def _day(typed: Typed, name: str) -> date | str | None:
    text = unicodedata.normalize("NFKC", _one(typed, name))
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text or None


def _days(typed: Typed, row: str) -> Body:
    return {name: _day(typed, f"{row}.{name}") for name in ("valid_from", "valid_to")}


def _clock(typed: Typed, row: str) -> Body:
    return {name: _one(typed, f"{row}.{name}") for name in ("from", "to")}


def _free(taken: Sequence[str], name: str) -> str:
    number = 1
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _chosen(was: Sequence[str], ticked: Sequence[str]) -> list[str]:
    """What is ticked, in the order it stood in."""
    return [one for one in was if one in ticked] + [one for one in ticked if one not in was]


def _at(found: Sequence[Any], place: int) -> object:
    return found[place] if place < len(found) else None
