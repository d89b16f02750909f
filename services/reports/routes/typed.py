"""What stands on the one page of a report: its questions, its place, and what the photo offers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request

from forms.answers import japanese_today
from forms.step_form import StepForm, page_form
from portal.distances import point_of, written
from portal.doors import house
from portal.refused import Refused
from services.reports.actions import asking
from services.reports.actions.asking import PHOTO, PLACE, POINT
from services.reports.actions.beginning import Begun
from services.reports.actions.photos import LIMITS, MOST, Taken

# Beside the questions: the form's id, the door it began at and the word it had there, what the photo says and whether that is right.
ORIGIN, CHANNEL, BEGUN, OFFER, TAKE = "origin", "channel", "from", "offer", "take"
_CHANNELS = frozenset({"online", "line", "chat"})


@dataclass
class Form:
    """The page as it was sent, or as it begins."""

    asks: StepForm
    origin: UUID
    channel: str = "online"
    # The word behind which it was begun in a talk.
    begun: str = ""
    # What a photo said of its place, as long as nobody has answered whether that is right.
    offer: str = ""
    # Nobody could find it: neither words nor a place on the map.
    lost: bool = False

    def value(self, key: str) -> str:
        """What stands at a question."""
        field: Any = self.asks[key]
        return str(field.value or "")

    def answers(self) -> dict[str, Any]:
        """What was answered."""
        return {key: value for key, value in self.asks.values().items() if value not in (None, "", [])}

    def validate(self) -> bool:
        """Whether it can be sent."""
        self.lost = not self.value(PLACE).strip() and point_of(self.value(POINT)) is None
        return self.asks.validate() and not self.lost


def empty(origin: UUID) -> Form:
    """The page before anything was written."""
    return Form(_form()(data={asking.DANGER: "no"}), origin)


def fresh(begun: Begun, word: str) -> Form:
    """The page of a report that a talk has begun, behind this word."""
    return Form(_form()(data={asking.DANGER: "no", **begun.answers}), begun.origin, begun.channel, word)


def read() -> Form:
    """The page as it was sent."""
    origin = identifier(request.form.get(ORIGIN, ""))
    if origin is None:
        raise Refused("answers_incomplete", 422)
    sent: Any = request.form.copy()
    offer, answer = point_of(request.form.get(OFFER, "")), sent.get(TAKE)
    if offer and answer == "yes":
        sent[POINT] = written(offer)
    elif point_of(sent.get(POINT, "")) is None:
        # A place that a script or a stranger made up is none.
        sent[POINT] = ""
    channel = request.form.get(CHANNEL, "online")
    # Once it was answered, it is not asked again.
    left = written(offer) if offer and answer not in ("yes", "no") else ""
    known, word = channel if channel in _CHANNELS else "online", request.form.get(BEGUN, "")
    return Form(_form()(formdata=sent), origin, known, word, left)


def offers(form: Form, taken: Taken) -> bool:
    """Whether the photo says a place that nobody has said yet."""
    return taken.point is not None and point_of(form.value(POINT)) is None and not form.offer


def uploads() -> list[bytes]:
    """The photos sent with the page; an input nobody touched sends one without a name."""
    sent = [one for one in request.files.getlist(PHOTO) if one.filename][: MOST + 1]
    return [one.stream.read(LIMITS.size + 1) for one in sent]


def again() -> Iterator[tuple[str, str]]:
    """Everything that was sent, to be sent once more."""
    beside = {"_token", "step", "remove"}
    return ((name, value) for name, value in request.form.items(multi=True) if name not in beside)


def identifier(text: str) -> UUID | None:
    """An id of a form or an address."""
    try:
        return UUID(text)
    except ValueError:
        return None


def mail(text: str) -> str:
    """An address to tell, empty where none was written; refused where it is none."""
    if not text.strip():
        return ""
    asks = tuple(one for one in asking.form(house().pack).asks if one.key == "email")
    form: StepForm = page_form(asks, {})(formdata=request.form)
    if not form.validate():
        raise Refused("report_mail", 422)
    return str(form.values().get("email") or "")


def _form() -> Any:
    asks = tuple(one for one in asking.form(house().pack).asks if one.key != PHOTO)
    return page_form(asks, {}, today=japanese_today())
