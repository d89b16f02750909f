"""「申請はどうなりましたか」: one's own requests as the dialogue is told of them."""

from markupsafe import Markup

from chatbot.dialogue.replies import Link, Passage, Phrase, Source
from chatbot.dialogue.world import Matter, SignIn
from portal import inbox, service
from portal.doors import db, holders, house, now, resident
from portal.finding import PROCEDURE
from portal.inbox import Case
from portal.opening import today
from portal.state_words import STATES
from portal.states import State
from portal.words import plain
from services.chat.actions.worlds import passage


def requests(lang: str) -> tuple[Matter, ...] | SignIn:
    """Those that are not over, the newest first; of whom nothing is known here may sign in."""
    seat = resident()
    found = inbox.all_held_by(db(), holders(), seat.mail_tokens if seat else ())
    if not found and seat is None:
        return SignIn(Link(Phrase("link_requests"), "/applications/"))
    told = (_told(one, lang) for one in found if one.state in inbox.OPEN)
    return tuple(one for one in told if one is not None)


def _told(case: Case, lang: str) -> Matter | None:
    pack, words, address = house().pack, house().words.words(lang), f"/applications/{case.id}"
    procedure = pack.procedures.get(case.procedure)
    if procedure is None:
        return None
    own = service.course(house().services, db(), case, words, now())
    told = plain(own.word) if own else words.text(STATES[State(case.state)])
    stands = told.unescape() if isinstance(told, Markup) else str(told)
    title, division = passage(procedure.title, lang), pack.division(case.division, today(now()))
    return Matter(
        key=f"{PROCEDURE}:{procedure.key}",
        title=title,
        text=Passage(stands, lang),
        # Read out of the request itself, now.
        source=Source(title.text, passage(division.name, lang).text, address, today(now()), today(now())),
        division=division.id,
        links=(Link(Phrase("link_request"), address),),
    )
