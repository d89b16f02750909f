"""Files residents and staff hand in: staged encrypted before the transaction, claimed in it, swept when nobody does."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import Index, Select, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, must_write, new_id, writing
from portal.files import inside
from portal.files.checks import PHOTOS_AND_PDF, file_name, media_type, size_of
from portal.files.store import Store, open_store, seal, unseal
from portal.refused import Refused
from portal.vault import vault_of

__all__ = ["PHOTOS_AND_PDF", "Limits", "Store", "StoredFile", "open_store"]

NAME = "stored_file.name"
MEGABYTE = 1024 * 1024
UNCLAIMED = timedelta(hours=24)
COMING, STAGED, KEPT, HELD, GONE = "coming", "staged", "kept", "held", "gone"
# In the hands of a draft: staged for a day, or kept as long as the draft is.
_WITH_DRAFT = (STAGED, KEPT)


class StoredFile(Base):
    """One file: what it is, whose it is, and the key it is sealed under; its content lies in the store under its id."""

    __tablename__ = "stored_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # The draft it was handed in with: only what this draft becomes can claim it.
    origin: Mapped[UUID]
    field: Mapped[str]
    state: Mapped[str]
    key_id: Mapped[UUID]
    name: Mapped[bytes]
    media_type: Mapped[str]
    size: Mapped[int]
    owner_kind: Mapped[str | None]
    owner_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_stored_file_origin", "origin"),
        Index("ix_stored_file_owner", "owner_kind", "owner_id"),
        Index("ix_stored_file_state", "state", "made_at"),
    )


# What is painted anew from what it shows; telephones turn their HEIC into JPEG where a page asks for these two.
PAINTABLE = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True)
class Limits:
    """What one question takes: how large, how many, which kinds."""

    size: int = 10 * MEGABYTE
    count: int = 10
    kinds: frozenset[str] = PHOTOS_AND_PDF


@dataclass(frozen=True)
class Swept:
    """What the night took away: files nobody claimed, objects no row knows, pieces of killed uploads."""

    unclaimed: int
    orphans: int
    drafts: int


def stage(
    session: Session,
    upload: BinaryIO,
    name: str,
    now: datetime,
    *,
    origin: UUID,
    field: str = "",
    limits: Limits = Limits(),
) -> StoredFile:
    """Check, encrypt and store an upload for a draft; not in a writing block, for this takes as long as it takes."""
    store: Store = session.info["files"]
    kind, size = _check(session, upload, origin, field, limits)
    store.scanner.check(upload)
    return _store(
        session, upload, file_name(name, kind), now, origin=origin, field=field, kind=kind, size=size
    )


def keep_own(
    session: Session, content: BinaryIO, name: str, now: datetime, *, origin: UUID, kind: str
) -> StoredFile:
    """Encrypt and store what the house itself made, staged until whoever ordered it claims it; not in a writing block."""
    return _store(session, content, name, now, origin=origin, field="", kind=kind, size=size_of(content))


def _store(
    session: Session,
    upload: BinaryIO,
    name: str,
    now: datetime,
    *,
    origin: UUID,
    field: str,
    kind: str,
    size: int,
) -> StoredFile:
    store: Store = session.info["files"]
    with writing(session):
        key_id = vault_of(session).new_key(session)
        shown = vault_of(session).seal(session, key_id, name, NAME)
        file = StoredFile(
            id=new_id(), origin=origin, field=field, state=COMING, key_id=key_id, name=shown, media_type=kind,
            size=size, made_at=now,
        )  # fmt: skip
        session.add(file)
    # The row stands before the object: whatever dies now, the sweep finds both.
    store.put(file.id, seal(vault_of(session).raw_key(session, key_id), upload))
    with writing(session):
        file.state = STAGED
    return file


def checked(session: Session, upload: BinaryIO, limits: Limits = Limits()) -> str:
    """What an upload is, where it is whole, of a kind that is taken, and passes the scanner; nothing of it is kept."""
    store: Store = session.info["files"]
    kind, size = _taken(upload, limits)
    inside.look(upload, kind, size)
    store.scanner.check(upload)
    return kind


def _taken(upload: BinaryIO, limits: Limits) -> tuple[str, int]:
    size = size_of(upload)
    if not size:
        raise Refused("file_empty", 422)
    if size > limits.size:
        raise Refused("file_too_large", 413, limit=limits.size // MEGABYTE)
    kind = media_type(upload.read(16))
    if kind is None or kind not in limits.kinds:
        # Where a picture is painted anew, HEIC and PDF, which the usual sentence names, are of no use.
        raise Refused("photo_kind" if limits.kinds <= PAINTABLE else "file_kind", 422)
    return kind, size


def _check(session: Session, upload: BinaryIO, origin: UUID, field: str, limits: Limits) -> tuple[str, int]:
    kind, size = _taken(upload, limits)
    if sum(file.field == field for file in staged(session, origin)) >= limits.count:
        raise Refused("too_many_files", 422, count=limits.count)
    inside.look(upload, kind, size)
    return kind, size


def staged(session: Session, origin: UUID) -> Sequence[StoredFile]:
    """The files a draft holds so far, in the order in which they came."""
    mine = select(StoredFile).where(StoredFile.origin == origin, StoredFile.state.in_(_WITH_DRAFT))
    return session.scalars(mine.order_by(StoredFile.id)).all()


def keep(session: Session, ids: Collection[UUID], *, origin: UUID) -> None:
    """Keep a draft's files as long as the draft, in the block that writes them into it; it sweeps them itself."""
    must_write(session)
    mine = (StoredFile.id.in_(ids), StoredFile.origin == origin, StoredFile.state == STAGED)
    session.execute(update(StoredFile).where(*mine).values(state=KEPT))


def pass_on(session: Session, ids: Collection[UUID], *, to: UUID, field: str) -> None:
    """Give staged files to another draft, in the caller's writing block: what a talk took in, a form goes on with."""
    must_write(session)
    mine = (StoredFile.id.in_(ids), StoredFile.state == STAGED)
    session.execute(update(StoredFile).where(*mine).values(origin=to, field=field))


def let_go(session: Session, origins: Collection[UUID]) -> int:
    """Destroy the keys of what drafts kept that are no more, in the caller's writing block."""
    mine = (StoredFile.origin.in_(origins), StoredFile.state.in_(_WITH_DRAFT))
    return _forget(session, select(StoredFile).where(*mine)) if origins else 0


def claim(
    session: Session, ids: Collection[UUID], *, origin: UUID, owner_kind: str, owner_id: UUID, now: datetime
) -> None:
    """Give a draft's files to what it became, in the caller's writing block; refused when one of them was swept."""
    must_write(session)
    if not ids:
        return
    taken = session.execute(
        update(StoredFile)
        .where(StoredFile.id.in_(ids), StoredFile.origin == origin, StoredFile.state.in_(_WITH_DRAFT))
        .values(state=HELD, owner_kind=owner_kind, owner_id=owner_id, claimed_at=now)
        .returning(StoredFile.id)
    ).all()
    if len(taken) != len(set(ids)):
        raise Refused("file_gone")


def of(session: Session, owner_kind: str, owner_id: UUID) -> Sequence[StoredFile]:
    """The files of a case, or of whatever claimed them."""
    mine = (StoredFile.owner_kind == owner_kind, StoredFile.owner_id == owner_id, StoredFile.state == HELD)
    return session.scalars(select(StoredFile).where(*mine).order_by(StoredFile.id)).all()


def one(session: Session, file_id: UUID) -> StoredFile | None:
    """A file that is staged or held; the caller checks whose it is."""
    wanted = select(StoredFile).where(StoredFile.id == file_id, StoredFile.state.in_((*_WITH_DRAFT, HELD)))
    return session.scalar(wanted)


def name(session: Session, file: StoredFile) -> str:
    """What its owner called it."""
    return str(vault_of(session).open(session, file.key_id, file.name, NAME))


def content(session: Session, file: StoredFile) -> Iterator[bytes]:
    """What is in it, chunk by chunk; `vault.Unreadable` where anything was changed."""
    store: Store = session.info["files"]
    return unseal(vault_of(session).raw_key(session, file.key_id), store.get(file.id))


def discard(session: Session, file_id: UUID, *, origin: UUID) -> bool:
    """Take a file out of a draft, in the caller's writing block; False where the draft has no such file."""
    mine = (
        StoredFile.id == file_id, StoredFile.origin == origin, StoredFile.state.in_(_WITH_DRAFT)
    )  # fmt: skip
    return bool(_forget(session, select(StoredFile).where(*mine)))


def withdraw(session: Session, file_id: UUID) -> bool:
    """Whoever handed it in takes it back, in the caller's writing block, unless what it was for was sent meanwhile."""
    mine = (StoredFile.id == file_id, StoredFile.state.in_(_WITH_DRAFT))
    return bool(_forget(session, select(StoredFile).where(*mine)))


def erase(session: Session, owner_kind: str, owner_id: UUID) -> int:
    """Destroy the keys of everything an owner holds, in the caller's writing block; the night takes the rest away."""
    mine = (StoredFile.owner_kind == owner_kind, StoredFile.owner_id == owner_id, StoredFile.state == HELD)
    return _forget(session, select(StoredFile).where(*mine))


def sweep(session: Session, now: datetime) -> Swept:
    """Take away what nobody claimed for a day, and what lies in the store without a row."""
    store: Store = session.info["files"]
    before = now - UNCLAIMED
    with writing(session):
        late = (StoredFile.state.in_((COMING, STAGED)), StoredFile.made_at <= before)
        unclaimed = _forget(session, select(StoredFile).where(*late))
    _clear(session, store)
    orphans = 0
    for page in _pages(file_id for file_id, put_at in store.listed() if put_at <= before):
        orphans += _clear_orphans(session, store, page)
    return Swept(unclaimed, orphans, store.sweep_drafts(before))


def _forget(session: Session, wanted: Select[StoredFile]) -> int:
    must_write(session)
    files = session.scalars(wanted.with_for_update()).all()
    for file in files:
        vault_of(session).erase(session, file.key_id)
        file.state, file.name = GONE, b""
    session.flush()
    return len(files)


def _clear(session: Session, store: Store) -> None:
    """Objects first, rows after: whoever dies between finds the row again and deletes once more."""
    gone = session.scalars(select(StoredFile.id).where(StoredFile.state == GONE)).all()
    for file_id in gone:
        store.delete(file_id)
    for page in _pages(gone):
        with writing(session):
            session.execute(delete(StoredFile).where(StoredFile.id.in_(page)))


def _clear_orphans(session: Session, store: Store, page: Sequence[UUID]) -> int:
    known = set(session.scalars(select(StoredFile.id).where(StoredFile.id.in_(page))))
    orphans = [file_id for file_id in page if file_id not in known]
    for file_id in orphans:
        store.delete(file_id)
    return len(orphans)


def _pages(ids: Iterable[UUID]) -> Iterator[Sequence[UUID]]:
    rest = iter(ids)
    while page := tuple(islice(rest, 500)):
        yield page
