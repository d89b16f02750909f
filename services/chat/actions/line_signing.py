"""How presses in a LINE talk are signed: with a key that only this town has, wherever a talk is answered."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from portal.vault import vault_of
from services.chat.rules import postbacks


def signer(session: Session) -> Callable[[str], str]:
    """What `line_drawing.drawn` and the menus want."""
    return partial(postbacks.signed, key=_key(session))


def opened(session: Session, data: str) -> str | None:
    """The action that was pressed; None where we never offered it."""
    return postbacks.opened(data, _key(session))


def _key(session: Session) -> bytes:
    return vault_of(session).token("line_postback", "")
