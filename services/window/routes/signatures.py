"""On the case's page for staff: what was drawn on the counter's tablet."""

from sqlalchemy.orm import Session

from portal import i18n
from portal.inbox import Case
from services.window.actions import signing


def panel(session: Session, case: Case) -> str | None:
    """電子サイン of a case that came over the counter; nothing for every other one."""
    if case.channel != "window" or case.erased_at is not None:
        return None
    path = signing.signature(session, case)
    return i18n.page("window/case_panel.html", path=path) if path else None
