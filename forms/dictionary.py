"""The field dictionary: every question of the town, asked once and known by its key everywhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from forms import draws
from forms.faults import Broken
from forms.field import Choice, Field
from forms.kinds import KINDS
from forms.reading import Table, meant, pair, raise_all, read_wording

__all__ = ["Choice", "Dictionary", "Field", "read", "read_field"]

# Longer texts than this belong into a file that is attached.
LONGEST = 10_000
# As many attachments as one question takes.
MOST_FILES = 10
# Which kinds understand a bound; any other would silently have no effect.
_BOUNDS = (("digits", ("number_code",)), ("from_today", ("date",)), ("min", ("integer", "yen")))
SENSITIVITIES = ("public", "personal", "sensitive")
# Whose an answer is; whatever does not say so belongs to this one request and is never used again.
WHOSE = ("self", "agent", "household", "other", "matter")
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
CHOICE_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
# Words that mean something else on a form, in a condition or in an address of a page.
TAKEN = frozenset(
    (
        "csrf_token",
        "add",
        "back",
        "data",
        "errors",
        "faults",
        "form_errors",
        "item",
        "later",
        "meta",
        "on_day",
        "populate_obj",
        "post_process",
        "process",
        "remove",
        "searching",
        "today",
        "validate",
        "values",
        "way",
    )
)
# Values of HTML's autocomplete that make sense here; address and bday are spread over several inputs.
AUTOCOMPLETE = frozenset(
    (
        "address",
        "bday",
        "email",
        "family-name",
        "given-name",
        "name",
        "nickname",
        "off",
        "organization",
        "organization-title",
        "postal-code",
        "sex",
        "tel",
        "url",
        "username",
    )
)


@dataclass(frozen=True)
class Dictionary:
    """All fields of a town by key, and the form classes already made from them."""

    fields: Mapping[str, Field]
    # Form classes are costly to make and the same for every visitor; they live as long as the pack does.
    shelf: dict[tuple[str, ...], type] = field(default_factory=dict, compare=False, repr=False)
    # Each field as its file tells it, for whoever keeps a form to read it again later.
    entries: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, key: str) -> Field:
        return self.fields[key]

    def __contains__(self, key: object) -> bool:
        return key in self.fields

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def get(self, key: str) -> Field | None:
        return self.fields.get(key)


def read(mapping: Mapping[str, object], base: Dictionary | None = None) -> Dictionary:
    """Read fields.toml; a town's own file adds to `base` and never redefines it."""
    faults: list[Broken] = []
    fields = dict(base.fields) if base else {}
    for key, entry in mapping.items():
        if not KEY.fullmatch(key) or key in TAKEN:
            faults.append(Broken(key, "項目の名前に使えません（英小文字・数字・_）"))
        elif key in fields:
            faults.append(Broken(key, "ほかのファイルにもうある項目です（全国共通の項目は定義し直せません）"))
        else:
            fields[key] = read_field(key, Table(entry, key, faults))
    raise_all(faults)
    return Dictionary(fields, entries={**(base.entries if base else {}), **mapping})


def read_field(key: str, table: Table) -> Field:
    """One entry of the dictionary."""
    kind = table.text("kind", needed=True)
    if kind and kind not in KINDS:
        table.fault("kind", f"知らない種類です: {kind}{meant(kind, KINDS)}")
    found = Field(
        key=key,
        kind=kind if kind in KINDS else "text",
        label=table.wording("label", needed=True),
        hint=table.wording("hint"),
        example=table.wording("example"),
        autocomplete=_listed(table, "autocomplete", "", AUTOCOMPLETE),
        sensitivity=_listed(table, "sensitivity", "personal", SENSITIVITIES),
        max=table.integer("max"),
        min=table.integer("min"),
        digits=pair(table, "digits"),
        from_today=pair(table, "from_today"),
        choices=_choices(table),
        whose=_listed(table, "whose", "matter", WHOSE),
        reuse=table.flag("reuse"),
        own=table.strings("own") if "own" in table else None,
        own_when=_own_when(table),
        draws_on=draws.read(table),
    )
    _check(found, table)
    table.finish()
    return found


def _own_when(table: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Which answers to other questions make this one's own."""
    if "own_when" not in table:
        return ()
    keys = Table(table.take("own_when"), table.at("own_when"), table.faults).rest()
    inner = Table(keys, table.at("own_when"), table.faults)
    return tuple((key, inner.strings(key)) for key in keys)


def _listed(table: Table, key: str, default: str, known: Collection[str]) -> str:
    value = table.text(key, default=default)
    if value and value not in known:
        table.fault(key, f"使えない値です: {value}")
    return value


def _choices(table: Table) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for entry in table.tables("choices"):
        value = entry.text("value", needed=True)
        if value and not CHOICE_VALUE.fullmatch(value):
            entry.fault("value", "英数字と - _ だけの値にしてください")
        if value in found:
            entry.fault("value", f"同じ値が二つあります: {value}")
        found[value] = Choice(value, read_wording(entry.rest(), entry.path, table.faults))
    return tuple(found.values())


def _check(found: Field, table: Table) -> None:
    """Refuse settings that the kind does not understand: they would be silently without effect."""
    least = {"choice": 2, "choices": 1}.get(found.kind)
    if least is not None and len(found.choices) < least:
        table.fault("choices", "選ぶものが足りません")
    if least is None and found.choices:
        table.fault("choices", "choice か choices の項目だけが持てます")
    if found.kind == "number_code" and found.digits is None:
        table.fault("digits", "桁数 [最小, 最大] が必要です")
    if found.kind == "file" and not found.key.startswith("doc_"):
        table.fault("", "file の項目の名前は doc_ で始めてください")
    for value in found.own or ():
        if found.choice(value) is None:
            table.fault("own", f"選択肢にない値です: {value}")
    if found.draws_on and found.kind != "group" and {*found.draws_on.taken} - {found.key}:
        table.fault("draws_on", "group でない項目は、その項目だけを引き継げます")
    if found.reuse and found.whose != "self":
        table.fault("reuse", '本人の項目（whose = "self"）だけが持てます')
    check_bounds(found, table)


def check_bounds(found: Field, table: Table) -> None:
    """Refuse bounds that the kind does not know, or that no answer could keep."""
    for key, kinds in _BOUNDS:
        if getattr(found, key) is not None and found.kind not in kinds:
            table.fault(key, f"{'・'.join(kinds)} の項目だけが持てます")
    if found.max is None:
        return
    if found.kind == "file" and not 1 <= found.max <= MOST_FILES:
        table.fault("max", f"1 から {MOST_FILES} までの数にしてください")
    elif KINDS[found.kind].max and not 1 <= found.max <= LONGEST:
        table.fault("max", f"1 から {LONGEST} までの長さにしてください")
    elif not KINDS[found.kind].max and found.kind not in ("integer", "yen", "choices", "file"):
        table.fault("max", "この種類の項目は max を持てません")
    elif found.min is not None and found.min > found.max:
        table.fault("max", "min より小さい max です")
