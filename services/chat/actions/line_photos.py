"""A photo that somebody sent on LINE: fetched, painted anew without its place and time, and staged until a report claims it."""

import io
from datetime import datetime

from sqlalchemy.orm import Session

from portal.db import new_id
from portal.files import made
from portal.pictures import painted, written
from services.chat.outside.line import Line

# A picture is for looking at a hole in a road, and is stored for years.
_LONGEST_SIDE, _QUALITY = 2_000, 82


def staged(session: Session, account: Line, message: str, now: datetime) -> str:
    """The id of the file; `Unpaintable` where it is no picture. Not in a writing block: it takes seconds."""
    plain = written(painted(account.content(message).raw, _LONGEST_SIDE), "JPEG", _QUALITY)
    file = made.stage(session, io.BytesIO(plain), "photo.jpg", "image/jpeg", now, origin=new_id())
    return str(file.id)
