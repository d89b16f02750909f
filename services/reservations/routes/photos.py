"""Photographs of public facilities: shown to everybody under a name that never changes its meaning, and taken in from staff."""

from typing import BinaryIO, cast

from flask import Blueprint, Response, request

from portal.doors import db, now, open_door, staff
from portal.refused import Refused
from services.reservations.actions import photos
from services.reservations.rules import drafting
from services.reservations.rules.drafting import Body, Typed

# A name is the beginning of a hash of what it names.
_FOR_EVER = "public, max-age=31536000, immutable"


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get("/reservations/photo/<key>/<size>.webp", endpoint="photo")(photo)


@open_door
def photo(key: str, size: str) -> Response:
    """One size of a picture."""
    response = Response(photos.content(db(), key, size), mimetype=photos.MEDIA_TYPE)
    response.headers["Cache-Control"] = _FOR_EVER
    response.set_etag(f"{key}-{size}")
    response.make_conditional(request)
    return response


def changed(building: str, body: Body, typed: Typed) -> Body:
    """The pictures as the form has them, with the one that was handed in with it."""
    upload = request.files.get("new.file")
    if upload is None or not upload.filename:
        if any("".join(found).strip() for name, found in typed.items() if name.startswith("new.alt.")):
            # Words for a picture that is not there.
            raise Refused("file_empty", 422)
        return drafting.photos(body, typed)
    taken = photos.take(db(), staff(), building, cast("BinaryIO", upload.stream), now())
    told = {"new.key": [taken.key], "new.width": [str(taken.width)], "new.height": [str(taken.height)]}
    return drafting.photos(body, {**typed, **told})
