"""What people say of a procedure in their own words: masked, tied to nobody, and gone after a year."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Index, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forms.numbers import find_individual_numbers
from portal.db import Base, must_write, put
from portal.masking import masked
from portal.refused import Refused

LIVES = timedelta(days=366)
LONGEST = 500


class Remark(Base):
    """A few words beside a score; no row leads from here to a request, and its id tells no hour (so it is no UUIDv7)."""

    __tablename__ = "remark"
    __table_args__ = (Index("ix_remark_procedure", "procedure", "day"), Index("ix_remark_ends_on", "ends_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    procedure: Mapped[str]
    division: Mapped[str]
    score: Mapped[int]
    text: Mapped[str]
    day: Mapped[date]
    ends_on: Mapped[date]


def worded(text: str) -> str:
    """The words as they may be kept, or why they cannot be; nothing said is nothing kept."""
    written = text.replace("\r\n", "\n").strip()
    if len(written) > LONGEST:
        raise Refused("message_length", status=422, longest=LONGEST)
    if find_individual_numbers(written):
        raise Refused("individual_number_in_text", status=422)
    return masked(written)


def add(session: Session, procedure: str, division: str, score: int, words: str, day: date) -> None:
    """Keep what was said, in the caller's writing block; `words` come from `worded`."""
    row = {
        "id": uuid4(), "procedure": procedure, "division": division, "score": score, "text": words, "day": day,
        "ends_on": day + LIVES,
    }  # fmt: skip
    put(session, Remark, row)


def newest(session: Session, count: int, procedure: str = "") -> Sequence[Remark]:
    """The last ones, of all procedures or of one."""
    query = select(Remark).order_by(Remark.day.desc(), Remark.id).limit(count)
    return session.scalars(query.where(Remark.procedure == procedure) if procedure else query).all()


def forget(session: Session, day: date) -> None:
    """Erase what has run out, in the caller's writing block."""
    must_write(session).execute(delete(Remark).where(Remark.ends_on < day))
