"""Addresses: a postcode that helps but never decides, the area, the rest of the street line, the building."""

from __future__ import annotations

from datetime import date

from forms import text
from forms.faults import Unfit
from forms.field import Field, Value
from forms.kind import Kind, Part, Parts
from forms.kinds.codes import postcode
from forms.kinds.free import without_number

LONGEST = 100
PARTS = ("postcode", "area", "street", "building")


def read_address(parts: Parts, field: Field, today: date) -> dict[str, str] | None:
    """Every part kept as it was typed; the postcode is not compared, since one code can span prefectures."""
    found = {"postcode": postcode(parts.get("postcode", ""))}
    for key in PARTS[1:]:
        found[key] = _line(parts.get(key, ""), key, field.max or LONGEST)
    if not any(found.values()):
        return None
    for key in ("area", "street"):
        if not found[key]:
            raise Unfit(f"address_{key}", part=key)
    return found


def _line(raw: str, part: str, limit: int) -> str:
    try:
        return without_number(text.line(raw, limit))
    except Unfit as unfit:
        raise Unfit(unfit.fault.code, part=part, **unfit.fault.values) from None


def split(value: Value) -> dict[str, str]:
    stored = value if isinstance(value, dict) else {}
    return {key: str(stored.get(key, "")) for key in PARTS}


KINDS = (
    Kind(
        "address",
        (
            Part("postcode", inputmode="numeric", autocomplete="postal-code", width=10),
            Part("area", autocomplete="address-line1"),
            Part("street", autocomplete="address-line2"),
            Part("building", autocomplete="address-line3"),
        ),
        read_address,
        split,
        blank="required_address",
        max=LONGEST,
    ),
)
