"""Who may write notices and who lets out what goes to everybody."""

from sqlalchemy.orm import Session

from portal.pack import Pack
from portal.settings import Settings

WRITE, RELEASE = "notice.write", "notice.release"


def pack_of(session: Session) -> Pack:
    """The town, as the shell handed it to this session."""
    pack: Pack = session.info["pack"]
    return pack


def settings_of(session: Session) -> Settings:
    """The town's settings, likewise."""
    settings: Settings = session.info["settings"]
    return settings
