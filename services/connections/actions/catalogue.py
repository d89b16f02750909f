"""The town's procedures as systems outside read them: what is asked, under which key, in which words."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from forms.procedure import Ask, Procedure
from forms.wording import Wording
from portal.pack import Pack
from portal.refused import Refused
from services.connections.rules.shapes import (
    Choice,
    ProcedureLine,
    ProcedurePage,
    Procedures,
    Question,
    Words,
)


def procedures(session: Session, on: date) -> Procedures:
    """Everything the town offers on a day."""
    pack = _pack(session)
    offered = (pack.procedures[key] for key in sorted(pack.procedures) if pack.offered(key, on))
    return Procedures(items=[ProcedureLine(**_line(session, one, on)) for one in offered])


def procedure(session: Session, key: str, on: date) -> ProcedurePage:
    """One procedure with its questions; a draft is nobody's business yet."""
    pack = _pack(session)
    if not pack.offered(key, on):
        raise Refused("missing", 404)
    found = pack.procedure(key)
    return ProcedurePage(
        **_line(session, found, on),
        summary=_words(found.summary),
        law=found.law,
        processing_days=found.processing_days,
        form=found.digest,
        questions=[_question(one) for one in found.every_ask],
    )


def _line(session: Session, found: Procedure, on: date) -> dict[str, Any]:
    base: str = session.info["base_url"]
    return {
        "key": found.key,
        "title": _words(found.title),
        "division": _pack(session).owner(found.key, on).id,
        "ways": [way.kind for way in found.ways],
        "page": f"{base.rstrip('/')}/procedures/{found.key}",
    }


def _question(ask: Ask) -> Question:
    choices = [Choice(value=one.value, label=_words(one.label)) for one in ask.field.choices]
    return Question(key=ask.key, kind=ask.kind, label=_words(ask.label), choices=choices)


def _words(words: Wording) -> Words:
    return Words(**{lang: words.say(lang).text for lang in ("ja", "easy", "en")})


def _pack(session: Session) -> Pack:
    pack: Pack = session.info["pack"]
    return pack
