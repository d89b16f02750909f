"""Photographs of a building: painted anew, kept once by what is in them, shown by editions, and erased where nobody shows them."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import audit, files, pictures
from portal.db import inserting, new_id, writing
from portal.facilities import DROPPED, FacilityEdition
from portal.files import Limits, made
from portal.pack import Pack, photos
from portal.pack.buildings import Building
from portal.pack.photos import SIDE, THUMB, Photo
from portal.people import StaffSeat
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import editing, reach
from services.reservations.models.photos import FacilityPhoto

MEDIA_TYPE = "image/webp"
LIMITS = Limits(kinds=frozenset({"image/jpeg", "image/png"}))
_OWNER = "facility_photo"
_QUALITY = {"large": 78, "small": 68}
# A clerk's draft may wait for its words so long.
_UNSHOWN = timedelta(days=2)


@dataclass(frozen=True)
class Taken:
    """A picture as it is kept."""

    key: str
    width: int
    height: int


def take(session: Session, seat: StaffSeat, key: str, upload: BinaryIO, now: datetime) -> Taken:
    """Check an upload as any other, paint it anew in two sizes and keep these; what was handed in is not kept."""
    house = editing.building(session, seat, key)
    if not seat.may(reach.MANAGE, house.operator):
        raise Refused("not_permitted", 403)
    files.checked(session, upload, LIMITS)
    upload.seek(0)
    try:
        large = pictures.painted(upload.read(), SIDE)
    except pictures.Unpaintable as found:
        raise Refused("file_points" if found.why == "too_large" else "file_broken", 422) from None
    small = large.copy()
    small.thumbnail((THUMB, THUMB))
    content = {
        size: pictures.written(one, "WEBP", _QUALITY[size])
        for size, one in (("large", large), ("small", small))
    }
    named = hashlib.sha256(content["large"]).hexdigest()[:32]
    _keep(session, seat, house.key, named, content, now)
    return Taken(named, large.width, large.height)


def _keep(
    session: Session, seat: StaffSeat, building: str, key: str, content: dict[str, bytes], now: datetime
) -> None:
    if session.scalar(select(FacilityPhoto.id).where(FacilityPhoto.key == key)) is not None:
        return
    origin = new_id()
    staged = {
        size: made.stage(
            session, io.BytesIO(body), photos.file_name(key, size), MEDIA_TYPE, now, origin=origin
        ).id
        for size, body in content.items()
    }
    with writing(session):
        row = {"id": new_id(), "building": building, "key": key, "made_at": now, **staged}
        kept = session.scalar(
            inserting(session, FacilityPhoto).values(row).on_conflict_do_nothing().returning(FacilityPhoto.id)
        )
        if kept is not None:
            # Where another was quicker with the same picture, the night takes ours away.
            files.claim(session, staged.values(), origin=origin, owner_kind=_OWNER, owner_id=kept, now=now)
            audit.did(session, "staff", seat.id, "facility_photo_added", "facility", building, now)


def shown(session: Session, house: Building) -> tuple[Photo, ...]:
    """The pictures of an edition that are there; one that was erased for good is missing in every edition."""
    if not house.photos:
        return ()
    kept = added(session, house.photos)
    return tuple(
        one for one in house.photos if one.key in kept or _towns(session, one.key, "large").is_file()
    )


def added(session: Session, those: Iterable[Photo]) -> frozenset[str]:
    """The keys of those among them that staff added here."""
    keys = [one.key for one in those]
    return frozenset(session.scalars(select(FacilityPhoto.key).where(FacilityPhoto.key.in_(keys))))


def content(session: Session, key: str, size: str) -> bytes:
    """One size of a picture: of the town's folder, or one that staff added."""
    if not photos.is_key(key) or size not in photos.SIZES:
        raise Refused("facility_unknown", 404)
    own = _towns(session, key, size)
    if own.is_file():
        return own.read_bytes()
    row = session.scalar(select(FacilityPhoto).where(FacilityPhoto.key == key))
    file = files.one(session, row.large if size == "large" else row.small) if row else None
    if file is None:
        raise Refused("facility_unknown", 404)
    return b"".join(files.content(session, file))


def forget(session: Session, seat: StaffSeat, building: str, key: str, now: datetime) -> None:
    """Erase a picture for good, out of every edition: somebody on it asked for that, or it should never have been shown."""
    house = editing.building(session, seat, building)
    if not seat.may(reach.MANAGE, house.operator):
        raise Refused("not_permitted", 403)
    with writing(session):
        row = session.scalar(
            select(FacilityPhoto).where(FacilityPhoto.key == key, FacilityPhoto.building == building)
        )
        if row is None:
            raise Refused("facility_unknown", 404)
        _erase(session, row)
        audit.did(session, "staff", seat.id, "facility_photo_erased", "facility", building, now)
        # Pages that are kept are made anew.
        claiming.changed(session, building)


def sweep(session: Session, now: datetime) -> int:
    """Erase what no edition and no draft shows any more."""
    old = session.scalars(select(FacilityPhoto).where(FacilityPhoto.made_at <= now - _UNSHOWN)).all()
    said = "\n".join(session.scalars(select(FacilityEdition.body).where(FacilityEdition.state != DROPPED)))
    unshown = [row.id for row in old if row.key not in said]
    for row_id in unshown:
        with writing(session):
            row = session.get(FacilityPhoto, row_id)
            if row is not None:
                _erase(session, row)
    return len(unshown)


def exported(session: Session, house: Building) -> Iterator[tuple[str, bytes]]:
    """Every file of a building's pictures, as the town's folder would hold them."""
    for one in shown(session, house):
        for size in photos.SIZES:
            yield photos.file_name(one.key, size), content(session, one.key, size)


def _erase(session: Session, row: FacilityPhoto) -> None:
    files.erase(session, _OWNER, row.id)
    session.execute(delete(FacilityPhoto).where(FacilityPhoto.id == row.id))


def _towns(session: Session, key: str, size: str) -> Path:
    pack: Pack = session.info["pack"]
    return pack.folder / photos.FOLDER / photos.file_name(key, size)
