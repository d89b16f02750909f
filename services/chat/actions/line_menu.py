"""Which menu everybody sees under a talk: the everyday one, or in a disaster the one for that."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import disaster, outbox
from portal.outbox import Later, Never, Row
from portal.pack import Pack
from portal.pack.line_menus import LineMenus, Menu
from services.chat.actions import line_setup, line_signing
from services.chat.actions.line_quota import settings_of
from services.chat.actions.menu_pictures import NoFont
from services.chat.outside.line import Line, Refusal, line
from services.chat.rules import rich_menus

KIND = "line_menu"
DISASTER = "disaster"


def hear_switched(session: Session, now: datetime) -> None:
    """Disaster mode has changed: LINE is told, inside the caller's writing block."""
    pack: Pack = session.info["pack"]
    if settings_of(session).line and pack.line is not None:
        outbox.add(session, KIND, lane=KIND, template="menu", locale="ja", refs={}, values={}, now=now)


def show(session: Session, row: Row) -> None:
    """Hang up the menu of this moment, not of the moment in which somebody pressed: the last word counts."""
    account, pack = line(settings_of(session)), session.info["pack"]
    if account is None:
        raise Later("line_off")
    if pack.line is None:
        return
    menu = wanted(session, pack.line)
    sign = line_signing.signer(session)
    session.commit()
    there = _installed(account, menu)
    if there:
        account.call("POST", f"/v2/bot/user/all/richmenu/{there}")
        return
    try:
        # Nobody has run `flask line setup` since this menu was written.
        for _ in line_setup.install(account, pack, settings_of(session).base_url, sign, menu.key):
            pass
    except NoFont:
        raise Never("line_menu_font") from None


def wanted(session: Session, menus: LineMenus) -> Menu:
    """The menu for how it stands; a town that has drawn none for a disaster keeps its everyday one."""
    if not disaster.read(session).now:
        return menus.usual
    return next((one for one in menus.menus if one.key == DISASTER), menus.usual)


def _installed(account: Line, menu: Menu) -> str:
    """What LINE calls the menu; empty where it does not know it."""
    try:
        found = account.call("GET", f"/v2/bot/richmenu/alias/{rich_menus.alias(menu, 'ja')}").said
    except Refusal as refused:
        if refused.status == 404:
            return ""
        raise
    return str(found.get("richMenuId", ""))
