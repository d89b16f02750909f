"""Every fault an answer or a file can have, by code: the shell owns the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

FaultValue = str | int | date

# Each code with the values it carries.  Dates and eras are turned into words by forms.show.fault_values.
CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "required": (),
        "required_choice": (),
        "required_choices": (),
        "required_yes": (),
        "required_date": (),
        "required_address": (),
        "required_time": (),
        "required_month": (),
        "required_account": (),
        "required_items": (),
        "required_file": (),
        # Stored under an older version of the form, or by another channel, and to be looked at again.
        "answer_stale": (),
        "too_long": ("max", "length"),
        "control_character": ("after",),
        "invisible_character": ("after",),
        "broken_character": ("after",),
        "private_character": ("after",),
        "individual_number": (),
        "name_letters": (),
        "kana_only": ("character",),
        "choice_unknown": (),
        "too_many_choices": ("max",),
        "integer_only": (),
        "integer_min": ("min",),
        "integer_max": ("max",),
        "code_characters": (),
        "code_digits": ("min", "max", "count"),
        "phone_characters": (),
        "phone_digits": ("count",),
        "phone_area_code": (),
        "phone_foreign": (),
        "email_at": (),
        "email_space": (),
        "email_local": (),
        "email_domain": (),
        "email_typo": ("suggestion",),
        "postcode_digits": ("count",),
        "postcode_unknown": (),
        "address_area": (),
        "address_street": (),
        "date_unreadable": (),
        "date_year": (),
        "date_month": (),
        "date_day": (),
        "date_missing": ("year", "month"),
        "date_future": (),
        "date_too_old": ("year",),
        "date_too_early": ("limit",),
        "date_too_late": ("limit",),
        "era_needed": ("year",),
        "era_ended": ("era", "year", "last", "means"),
        "era_not_begun": ("era", "first", "means"),
        "era_mismatch": ("era", "other"),
        "era_overridden": ("era", "year"),
        "time_unreadable": (),
        "account_bank": (),
        "account_branch": (),
        "account_kind": (),
        "account_number": (),
        "account_digits": ("count",),
        "account_holder": (),
        "account_holder_kana": (),
        "yucho_number": (),
        "items_too_few": ("min",),
        "items_too_many": ("max",),
        # An item of a group was not answered to its end, or holds an answer that cannot stand.
        "item_faulty": ("place",),
        "file_empty": ("name",),
        "file_kind": ("name",),
        "file_broken": ("name",),
        "file_double": ("name",),
        "file_points": ("name",),
        "file_too_large": ("name", "megabytes"),
        "file_infected": ("name",),
        "file_not_scanned": ("name",),
        "too_many_files": ("name", "count"),
    }
)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one answer; `part` names the input of a field that has several."""

    code: str
    # What was typed may stand in the values, so they stay out of repr and thereby out of logs.
    values: Mapping[str, FaultValue] = field(default_factory=dict, repr=False, hash=False)
    field: str = ""
    part: str = ""

    def __post_init__(self) -> None:
        if set(self.values) != set(CODES[self.code]):
            raise ValueError(f"fault {self.code} carries {CODES[self.code]}")

    def at(self, field: str, part: str = "") -> Fault:
        """The same fault, told where it belongs."""
        return replace(self, field=field, part=part or self.part)


class Unfit(Exception):
    """An answer that cannot be taken; carries the fault and never the words typed."""

    def __init__(self, code: str, part: str = "", **values: FaultValue) -> None:
        self.fault = Fault(code, values, part=part)
        super().__init__(code)


class Broken(Exception):
    """A fault in a file: where it is, what it is, and the other faults of the same file."""

    def __init__(self, path: str, message: str, others: Iterable[Broken] = ()) -> None:
        self.path = path
        self.message = message
        self.others = tuple(others)
        super().__init__(f"{path}: {message}")

    @property
    def every(self) -> tuple[Broken, ...]:
        """All faults of the file, this one first."""
        return (self, *self.others)
