"""The sample town's kept sentences, so that the page is not empty on the first day."""

import tomllib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import new_id, writing
from portal.pack import Pack
from services.desk.models import Phrase

FILE = "phrases.toml"


def load(session: Session, pack: Pack, now: datetime) -> Sequence[str]:
    """Keep what the list holds; a town that has sentences already is left alone."""
    path = pack.folder / FILE
    if not path.exists() or session.scalar(select(func.count()).select_from(Phrase)):
        return []
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["phrase"]
    with writing(session):
        session.add_all(Phrase(id=new_id(), changed_at=now, changed_by=None, **entry) for entry in listed)
        session.flush()
    return [f"見本の文例 {len(listed)}件"]
