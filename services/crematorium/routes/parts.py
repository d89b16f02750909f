"""The booking's questions on three short pages: what was typed on one travels along while another is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from forms.step_form import AskField
from services.crematorium.routes.typed import Form

# Which steps of the request stand on a page, and what the room asks there itself.
STEPS = (("deceased", "permit"), ("person",), ("note",))
BESIDE = (("sort",), ("who",), ("along", "relief"))
DEAD, ASKER, ROOMS = range(len(STEPS))
LAST = ROOMS
# Of a refusal the page on which something can be done about it; of all others the last, where rooms are chosen.
REFUSED_ON = {
    "within_24_hours": DEAD, "age_of_another_sort": DEAD, "permit_needed_now": DEAD, "furnace_not_for_this": DEAD,
}  # fmt: skip
# Written by the page itself.
_OWN = frozenset({"_token", "step", "to", "page", "token", "furnace", "from", "kind"})


@dataclass(frozen=True)
class Part:
    """One page with its questions, and what was typed on the others."""

    at: int
    groups: list[tuple[object, list[AskField]]]
    carried: list[tuple[str, str]]

    @property
    def fields(self) -> list[AskField]:
        """The questions of the page."""
        return [one for _, fields in self.groups for one in fields]


def asked() -> int:
    """The page that was sent."""
    typed = request.form.get("page", "")
    return min(int(typed), LAST) if typed.isascii() and typed.isdigit() and len(typed) == 1 else DEAD


def part(form: Form, at: int) -> Part:
    """A page of the form."""
    groups = [(step, fields) for step, fields in form.groups if step.key in STEPS[at]]
    here = {one.name for _, fields in groups for one in fields} | set(BESIDE[at])
    return Part(at, list(groups), [pair for pair in typed() if not _names(here, pair[0])])


def wrong(form: Form, until: int = LAST) -> int | None:
    """The first page, up to one, on which something is missing or wrong; the form has been validated."""
    for at in range(until + 1):
        faulty = any(one.errors for one in part(form, at).fields)
        if faulty or (at == ASKER and form.who() is None):
            return at
    return None


def typed() -> Iterator[tuple[str, str]]:
    """Everything that was typed so far; where and when stands in what the page writes itself."""
    return ((name, value) for name, value in request.form.items(multi=True) if name not in _OWN)


def _names(here: set[str], name: str) -> bool:
    """Whether an input belongs to a question of the page: 元号, 年 and 月 are inputs of one."""
    return name in here or name.partition("-")[0] in here
