"""「申請はどうなった？」 on LINE: how one's own requests stand, for whoever linked their account, and nothing of what they are."""

from datetime import datetime

from sqlalchemy.orm import Session

from chatbot.dialogue.replies import Link, Option, Passage, Phrase, Source
from chatbot.dialogue.world import Matter, SignIn
from portal import days, friends, inbox, people, shielded
from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.state_words import STATES
from portal.states import State
from portal.words import N_, Words, without_readings
from services.chat.actions import linking
from services.chat.actions.worlds import passage

LIST = "/applications/"
_RECEIVED = N_("%(day)sに届いた申請")
# What whoever asked can do now; where nothing is to be done, that they will hear of it.
_NEXT = {
    State.CORRECTION: N_("次にすること：ページを開いて、直すところを見てください。"),
    State.DECIDED: N_("次にすること：結果をページで見てください。"),
}
_WAIT = N_("次にすること：ありません。進んだら、ここでお知らせします。")
# A room of its own tells of bookings and reports; its words may say what it is about.
_OWN = N_("いまの様子は、ページで見られます。")


def of(session: Session, user: str, lang: str, now: datetime) -> tuple[Matter, ...] | SignIn:
    """The requests of whoever linked this account, the newest first; anybody else learns how to link.

    LINE keeps what we write, so that neither the procedure nor the division nor the number is named: a name like
    「生活保護の申請」 says as much as an address. The page that needs a sign-in says it.
    """
    friend = friends.find(session, user) if user else None
    if friend is None or friend.resident_id is None:
        page = Link(Phrase("link_requests"), LIST)
        press = (Option(Phrase("line_link_press"), linking.PRESS),) if user else ()
        return SignIn(page, Phrase("line_status_unlinked") if user else Phrase("bot_sign_in"), press)
    mine = inbox.all_held_by(
        session,
        [people.resident_holder(friend.resident_id)],
        people.mail_tokens(session, friend.resident_id),
    )
    shown = (one for one in mine if one.state in inbox.OPEN and shielded.may_go(one, "line"))
    return tuple(_told(session, one, lang, now) for one in shown)


def _told(session: Session, case: Case, lang: str, now: datetime) -> Matter:
    pack: Pack = session.info["pack"]
    words: Words = session.info["words"].words(lang)
    title = _plain(words, _RECEIVED) % {"day": _day(case, words)}
    reception = pack.division(pack.town.reception, today(now)).name
    return Matter(
        key="",
        title=Passage(title, lang),
        text=Passage(_stands(session, case, words, now), lang),
        # Read out of the requests themselves, now.
        source=Source(
            _plain(words, N_("申請の一覧")), passage(reception, lang).text, LIST, today(now), today(now)
        ),
        links=(Link(Phrase("link_request"), f"{LIST}{case.id}"),),
    )


def _stands(session: Session, case: Case, words: Words, now: datetime) -> str:
    if session.info["course"](session, case, words, now) is not None:
        return _plain(words, _OWN)
    state = State(case.state)
    return f"{_plain(words, STATES[state])}\n{_plain(words, _NEXT.get(state, _WAIT))}"


def _day(case: Case, words: Words) -> str:
    return without_readings(days.day(today(case.arrived_at), words.language, year=False))


def _plain(words: Words, message: str) -> str:
    return without_readings(words.text(message))
