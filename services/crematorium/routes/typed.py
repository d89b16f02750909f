"""What was typed into the booking's form, by a family, an undertaker or staff: one form, read in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request

from forms.answers import japanese_today
from forms.procedure import Step
from forms.step_form import AskField, StepForm, page_form
from portal.db import new_id
from portal.doors import db, house, visitor
from portal.opening import today
from portal.pack.crematorium import Crematorium, Furnace, Kind, Sort, Who
from portal.postcodes import areas
from portal.refused import Refused
from portal.vault import vault_of
from services.crematorium.actions import handing
from services.crematorium.actions.wishes import hall_of
from services.crematorium.routes.frame import moment
from services.crematorium.rules import prices

# The room answers these by itself: what is cremated was chosen before, the undertaker is who is signed in.
GIVEN = frozenset({"cremation_kind"})
FIRMS = frozenset({"company_name", "email"})


@dataclass(frozen=True)
class Form:
    """One time of one furnace with everything that was typed about it."""

    hall: Crematorium
    furnace: Furnace
    starts: datetime
    kind: Kind
    # 区分 of this kind that the furnace takes.
    sorts: tuple[Sort, ...]
    token: UUID
    asks: StepForm

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Everything else that this furnace takes."""
        every = [one.kind for one in self.hall.sorts if one.key in self.furnace.sorts]
        return tuple(dict.fromkeys(every))

    @property
    def fields(self) -> list[AskField]:
        """The questions in their order."""
        return [one for one in self.asks if isinstance(one, AskField)]

    @property
    def groups(self) -> list[tuple[Step, list[AskField]]]:
        """The same under the headings of the request."""
        procedure, _ = handing.form(house().pack)
        of = {one.ask.key: one for one in self.fields}
        found = [(step, [of[ask.key] for ask in step.asks if ask.key in of]) for step in procedure.steps]
        return [(step, fields) for step, fields in found if fields]

    def who(self) -> Who | None:
        """Whose price."""
        asked = request.form.get("who", "")
        return Who(asked) if asked in (Who.RESIDENT, Who.OUTSIDE) else None

    def along(self) -> dict[str, str]:
        """The use of each thing that is wanted along."""
        found = {one.key: request.values.get(f"along-{one.key}", "")[:40] for one in self.hall.extras}
        return {key: use for key, use in found.items() if use}

    def relief(self) -> str:
        """The 減免 that is claimed."""
        asked = request.form.get("relief", "")
        return asked if asked in {one.key for one in self.hall.reliefs} else ""

    def sort(self, answers: Mapping[str, Any]) -> Sort:
        """The 区分: of a person by their age, else the one that was chosen."""
        if self.kind is Kind.PERSON:
            born, died = answers.get("deceased_birth_date"), answers.get("deceased_on")
            if born and died:
                days = date.fromisoformat(str(born)), date.fromisoformat(str(died))
                fit = (one for one in self.sorts if prices.fits_age(one, *days))
                return next(fit, self.sorts[0])
        chosen = request.values.get("sort", "")
        return next((one for one in self.sorts if one.key == chosen), self.sorts[0])


def read(*, firm: bool = False, by_staff: bool = False) -> Form:
    """The form of the address or of what was sent; refused where it names no furnace or time."""
    hall = hall_of(db())
    asked = request.values
    place = asked.get("to", "") or f"{asked.get('furnace', '')}/{asked.get('from', '')}"
    key, _, when = place.partition("/")
    furnace, starts = hall.furnace(key), moment(when)
    if furnace is None or starts is None:
        raise Refused("no_admission_then", 422)
    kind = _kind(hall, furnace, asked.get("kind", ""))
    sorts = tuple(one for one in hall.sorts if one.kind is kind and one.key in furnace.sorts)
    if not sorts:
        raise Refused("furnace_not_for_this", 422)
    return Form(hall, furnace, starts, kind, sorts, _token(), _asks(kind, firm=firm, by_staff=by_staff))


def once_key(token: UUID) -> UUID:
    """The key of a booking: of this browser and its form, so that a form sent twice is one booking."""
    mark = vault_of(db()).token("cremation.once", f"{visitor(make=True).hash.hex()}:{token}")
    return UUID(bytes=mark[:16])


def _kind(hall: Crematorium, furnace: Furnace, asked: str) -> Kind:
    takes = [one.kind for one in hall.sorts if one.key in furnace.sorts]
    if asked in list(Kind):
        return Kind(asked)
    return takes[0] if takes else Kind.PERSON


def _asks(kind: Kind, *, firm: bool, by_staff: bool) -> StepForm:
    procedure, _ = handing.form(house().pack)
    left = GIVEN | (FIRMS if firm else frozenset()) | (frozenset() if by_staff else {"company_name"})
    asks = tuple(one for one in procedure.asks if one.key not in left)
    make = page_form(asks, {"cremation_kind": str(kind)}, lookup=areas, today=japanese_today())
    typed = request.form if request.method == "POST" else None
    made: StepForm = make(formdata=typed, data={})
    return made


def _token() -> UUID:
    try:
        return UUID(request.values.get("token", ""))
    except ValueError:
        return new_id()


def day_of(form: Form) -> str:
    """The day of an admission, as addresses write it."""
    return today(form.starts).isoformat()
