"""Photos of a report: painted anew before they are kept, so that no place and no camera is ever stored with them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import files, pictures
from portal.db import writing
from portal.distances import Point
from portal.files import MEGABYTE, Limits, StoredFile, made
from portal.refused import Refused
from services.reports.actions.asking import PHOTO
from services.reports.rules import photos

MOST = 3
JPEG = "image/jpeg"
LIMITS = Limits(count=MOST, kinds=frozenset({JPEG, "image/png"}))


@dataclass(frozen=True)
class Taken:
    """What came of an upload: where the camera says it was, and why some of it was not taken."""

    # Told once to whoever sent it, and kept only where they say that it is right.
    point: Point | None = None
    refused: tuple[Refused, ...] = ()


NOTHING = Taken()


def take(session: Session, uploads: Sequence[bytes], origin: UUID, now: datetime) -> Taken:
    """Keep what can be kept for a form; not in a writing block."""
    point: Point | None = None
    refused: list[Refused] = []
    for upload in uploads:
        try:
            found = _take(session, upload, origin, now)
        except Refused as refusal:
            refused.append(refusal)
        else:
            point = point or found
    return Taken(point, tuple(refused))


def _take(session: Session, content: bytes, origin: UUID, now: datetime) -> Point | None:
    here = len(held(session, origin))
    if here >= MOST:
        raise Refused("too_many_files", 422, count=MOST)
    files.checked(session, io.BytesIO(content), LIMITS)
    try:
        plain = photos.plain(content)
    except pictures.Unpaintable as found:
        code = "file_too_large" if found.why == "too_large" else "file_broken"
        raise Refused(code, 422, limit=LIMITS.size // MEGABYTE) from None
    file = made.stage(session, io.BytesIO(plain), f"{here + 1}.jpg", JPEG, now, origin=origin)
    with writing(session):
        files.pass_on(session, [file.id], to=origin, field=PHOTO)
    return photos.place_in(content)


def held(session: Session, origin: UUID) -> tuple[StoredFile, ...]:
    """The photos of a form so far."""
    return tuple(one for one in files.staged(session, origin) if one.field == PHOTO)


def drop(session: Session, origin: UUID, file_id: UUID) -> None:
    """Take a photo out again."""
    with writing(session):
        files.discard(session, file_id, origin=origin)


def answer(session: Session, found: Sequence[StoredFile]) -> list[dict[str, object]]:
    """What the request keeps of its photos."""
    return [
        {"id": str(one.id), "name": files.name(session, one), "type": one.media_type, "size": one.size}
        for one in found
    ]


def look(session: Session, found: Sequence[StoredFile]) -> str:
    """What the first photo looks like to a machine; empty where there is none, or it cannot be read."""
    if not found:
        return ""
    try:
        return photos.look_of(b"".join(files.content(session, found[0])))
    except pictures.Unpaintable:
        return ""
