"""知らせの設定: a friend says in the talk what they want to be told of, or opens the page for it; and staff who read before others."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from chatbot.dialogue.replies import Link, Option, Options, Passage, Phrase, Reply, Text
from forms.wording import Wording
from portal import friends, links, testers, wishes
from portal.audiences import AGE, AGES, CATEGORY, DISTRICT
from portal.db import writing
from portal.pack import Pack
from portal.words import Catalogues

# What a press of ours begins with, and what stands for none of what is offered.
PRESS, NONE = "wish", "-"
# So many fit under a message, beside none of them.
_MOST = 12
_WORDS = frozenset(
    [
        "知らせの設定",
        "お知らせの設定",
        "しらせのせってい",
        "配信設定",
        "受信設定",
        "noticesettings",
        "settings",
    ]
)
_ASKS = {DISTRICT: "line_wish_district", AGE: "line_wish_age", CATEGORY: "line_wish_category"}
_NEXT = {DISTRICT: AGE, AGE: CATEGORY}


def heard(session: Session, user: str, text: str, now: datetime) -> tuple[Reply, ...]:
    """What is answered to one of these words; nothing where it is none of them."""
    if code := testers.code_in(text):
        with writing(session):
            good = testers.take(session, user, code, now)
        return (_said("line_tester" if good else "line_tester_unknown"),)
    plain = "".join(text.casefold().split()).strip("「」。.!！")
    if plain not in _WORDS:
        return ()
    friend = friends.find(session, user)
    if friend is None or friend.followed_at is None:
        return ()
    return (*_ask(session, DISTRICT, friend.locale), _page(session, friend.id, now))


def pressed(session: Session, user: str, action: str, now: datetime) -> tuple[Reply, ...]:
    """A friend chose something; the next thing is asked, and at the end the page shows all of it."""
    kind, _, value = action.removeprefix(f"{PRESS}:").partition(":")
    friend = friends.find(session, user)
    if friend is None or kind not in _ASKS or value not in (*_offered(session, kind), NONE):
        return (_said("bot_gone"),)
    friend_id, locale = friend.id, friend.locale
    with writing(session):
        _keep(session, friend_id, kind, value)
    following = _NEXT.get(kind, "" if value == NONE else CATEGORY)
    if following:
        return _ask(session, following, locale)
    return (_said("line_wish_done"), _page(session, friend_id, now))


def _keep(session: Session, friend: UUID, kind: str, value: str) -> None:
    """One district, one age; of matters another press adds one more, or takes it away."""
    if value == NONE:
        # Of matters it means that these are all.
        if kind != CATEGORY:
            wishes.choose(session, friend, kind, ())
        return
    before = wishes.chosen(session, friend)[kind] if kind == CATEGORY else frozenset()
    wishes.choose(session, friend, kind, before ^ {value})


def _ask(session: Session, kind: str, locale: str) -> tuple[Reply, ...]:
    offered = list(_offered(session, kind).items())[:_MOST]
    options = [Option(_passage(title, locale), f"{PRESS}:{kind}:{key}") for key, title in offered]
    none = Option(
        Phrase("line_wish_enough" if kind == CATEGORY else "line_wish_none"), f"{PRESS}:{kind}:{NONE}"
    )
    return (_said(_ASKS[kind]), Options((*options, none)))


def _offered(session: Session, kind: str) -> Mapping[str, Wording]:
    """What can be chosen of a kind, with its words."""
    pack: Pack = session.info["pack"]
    if kind == DISTRICT:
        return {one.key: Wording(one.name) for one in pack.collections.districts}
    if kind == CATEGORY:
        return {one.key: one.title for one in pack.notices.categories}
    catalogues: Catalogues = session.info["words"]
    langs = ("ja", "easy", "en")
    return {
        key: Wording({lang: str(catalogues.words(lang).gettext(said)) for lang in langs})
        for key, said in AGES.items()
    }


def _passage(title: Wording, locale: str) -> Passage:
    said = title.say(locale if locale in ("ja", "easy") else "en")
    return Passage(said.text, said.lang)


def _page(session: Session, friend: UUID, now: datetime) -> Link:
    """The page on which all of it stands; its link opens for whoever holds this phone, for a day."""
    with writing(session):
        token = links.make(session, wishes.PURPOSE, now, timedelta(hours=wishes.HOURS), person_id=friend)
    return Link(Phrase("line_wish_page"), f"{wishes.PAGE}/{token}")


def _said(code: str) -> Text:
    return Text((Phrase(code),))
