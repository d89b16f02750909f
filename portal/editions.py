"""The forms that cases were made with: kept once each, so that an old case is read as it was asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms import procedure as procedures
from forms.faults import Broken
from forms.procedure import Procedure
from portal.db import Base, put, writing
from portal.inbox import Case


class FormEdition(Base):
    """One version of one procedure's file with the fields it asks; it holds nothing about anybody."""

    __tablename__ = "form_edition"

    digest: Mapped[str] = mapped_column(primary_key=True)
    procedure: Mapped[str]
    content: Mapped[bytes]
    made_at: Mapped[datetime]


def keep(session: Session, procedure: Procedure, now: datetime) -> None:
    """Keep the form before the first case is made with it, in a block of its own; after that it costs nothing."""
    known: set[str] = session.info.get("editions", set())
    if procedure.digest in known:
        return
    row = {
        "digest": procedure.digest, "procedure": procedure.key, "content": procedure.edition, "made_at": now,
    }  # fmt: skip
    try:
        with writing(session):
            if _content(session, procedure.digest) is None:
                put(session, FormEdition, row)
    except IntegrityError:
        # Another process kept it at this moment; one row is all that is wanted.
        pass
    known.add(procedure.digest)


def of(session: Session, case: Case) -> Procedure | None:
    """The procedure as it was when this case was made; as it is now where that was not kept."""
    pack: Any = session.info["pack"]
    current: Procedure | None = pack.procedures.get(case.procedure)
    if current is not None and current.digest == case.form_digest:
        return current
    content = _content(session, case.form_digest)
    if content is None:
        return current
    try:
        return procedures.restored(case.procedure, case.form_digest, content)
    except Broken:
        # It was written in a language of files that this release no longer reads.
        return current


def _content(session: Session, digest: str) -> bytes | None:
    return session.scalar(select(FormEdition.content).where(FormEdition.digest == digest))
