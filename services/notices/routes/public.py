"""/notices: what was sent to everybody, each with its page, and a feed; a segment's notice has its page and stands on no list."""

from uuid import UUID

from flask import Blueprint, Response, abort, url_for

from portal import i18n
from portal.doors import db, house, now, open_door
from portal.home import reception
from services.notices.actions import reading
from services.notices.rules import shaping


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/notices", endpoint="index")(index)
    blueprint.get("/notices/feed.atom", endpoint="feed")(feed)
    blueprint.get("/notices/<uuid:notice_id>", endpoint="one")(one)


@open_door
def index() -> str:
    """The newest first."""
    found = [(notice, reading.words_of(notice)) for notice in reading.published(db(), now())]
    return i18n.page("notices/index.html", found=found, categories=house().pack.notices, contact=reception())


@open_door
def one(notice_id: UUID) -> str:
    """One notice in the reader's language; what is missing there is said."""
    notice = reading.sent(db(), notice_id)
    if notice is None:
        abort(404)
    said = shaping.text(notice.title, notice.body, i18n.words())
    return i18n.page(
        "notices/one.html",
        notice=notice,
        said=said,
        lang="ja" if said.lang == "easy" else said.lang,
        category=house().pack.notices.title(notice.category) if notice.category else None,
        contact=reception(),
    )


@open_door
def feed() -> Response:
    """The same as Atom (RFC 4287), for readers and other sites."""
    base = house().settings.base_url.rstrip("/")
    found = reading.published(db(), now())
    page = i18n.page(
        "notices/feed.xml",
        found=found,
        base=base,
        here=f"{base}{url_for('notices.feed')}",
        updated=max((one.public_at for one in found if one.public_at), default=now()),
    )
    answer = Response(page, mimetype="application/atom+xml")
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.add_etag()
    return answer
