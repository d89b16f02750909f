"""Reports of the sample town for tests, with full defaults."""

import io
from datetime import datetime
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

import services
from portal.db import Database, new_id
from portal.distances import written
from portal.files.store import open_store
from portal.inbox import Case
from portal.people import StaffSeat
from portal.service import listeners, sight
from portal.vault import Vault
from services.reports.actions import photos, reporting
from services.reports.actions.reporting import Told
from tests.portal.cases import hinata

# The middle of the sample town, at sea.
HERE = (30.0094, 150.0018)
# One ten-thousandth of a degree to the north is eleven metres.
STEP = 0.0001


def furnished(database: Database) -> Database:
    """A database whose sessions carry what the shell hands in, every room listening."""
    database.info.update(
        vault=Vault({"test": b"\x07" * 32}, "test"), pack=hinata(), hear=listeners(services.ALL),
        sighting=sight(services.ALL), files=open_store("memory:"), base_url="http://127.0.0.1:8000",
        kinds=frozenset({"mail"}),
    )  # fmt: skip
    return database


def told(point: tuple[float, float] | None = HERE, **answers: Any) -> Told:
    """A hole in a road, in the middle of town."""
    usual = {
        "report_kind": "road",
        "report_place": "本町二丁目の角",
        "report_text": "穴があります。",
        "report_danger": "no",
    }
    placed = {"report_point": written(point)} if point else {}
    return Told(new_id(), {**usual, **placed, **answers})


def reported(session: Session, now: datetime, wanted: Told | None = None, *shots: bytes) -> Case:
    """Reported as a resident does, with photos."""
    one = wanted or told()
    photos.take(session, shots, one.origin, now)
    return reporting.report(session, one, now)


def a_photo(place: tuple[float, float] | None = None, shape: int = 0, size: int = 640) -> bytes:
    """A drawn picture; a camera's place in it, and something that differs."""
    picture = Image.new("RGB", (size, size * 3 // 4), "#999999")
    pen = ImageDraw.Draw(picture)
    pen.polygon(
        [(0, size * 3 // 4), (size // 3, size // 4), (size * 2 // 3, size // 4), (size, size * 3 // 4)],
        fill="#555555",
    )
    corner = size * shape // 8
    pen.ellipse((corner, size // 3, corner + size // 3, size // 2), fill="#111111")
    pen.rectangle((0, 0, size // 5 * (shape + 1), size // 8), fill="#eeeeee")
    exif = picture.getexif()
    if place:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "N", (int(place[0]), 0.0, (place[0] % 1) * 3600)
        gps[3], gps[4] = "E", (int(place[1]), 0.0, (place[1] % 1) * 3600)
    exif[0x010F] = "Camera of somebody"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def seat(division: str = "doro", role: str = "worker") -> StaffSeat:
    """Somebody who works for a division."""
    return StaffSeat(new_id(), "1001", "見本 太郎", ((division, role),), {}, new_id())
