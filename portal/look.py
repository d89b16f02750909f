"""The town's look: our stylesheets with its one colour and the shades made from it, served once and kept for good."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from portal.colours import mixed
from portal.doors import open_door

pages = Blueprint("look", __name__)

FILES = {
    "site.css": "text/css",
    "desk.css": "text/css",
    "facility.css": "text/css",
    "opendata.css": "text/css",
    "queue.css": "text/css",
    "window.css": "text/css",
    "reservations.css": "text/css",
    "crematorium.css": "text/css",
    "chat.css": "text/css",
    "dashboard.css": "text/css",
    "simulator.css": "text/css",
    "notices.css": "text/css",
    "reports.css": "text/css",
    "icon.svg": "image/svg+xml",
}
DEFAULT = "#1a1a1a"
# How much white or black is mixed into the town's colour for its shades.
SHADES = {"town-dark": ("#000000", 0.3), "town-soft": ("#ffffff", 0.78), "town-tint": ("#ffffff", 0.93)}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*([{};,])\s*|\s+")


@dataclass(frozen=True)
class Sheet:
    """One file as it is sent: plain and compressed, under a name that changes with its content."""

    body: bytes
    packed: bytes
    mimetype: str
    address: str


def init(app: Flask, colour: str) -> None:
    """Make the town's sheets and tell the templates their addresses: ``asset("site.css")``."""
    sheets = {name: _sheet(Path(app.static_folder or "") / name, colour) for name in FILES}
    app.extensions["look"] = sheets
    app.jinja_env.globals["asset"] = lambda name: sheets[name].address
    app.register_blueprint(pages)


@pages.get("/look/<name>")
@open_door
def look(name: str) -> Response:
    """A stylesheet or icon in the town's colour."""
    sheet: Sheet | None = current_app.extensions["look"].get(name)
    if sheet is None:
        abort(404)
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(sheet.packed if packed else sheet.body, mimetype=sheet.mimetype)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def shades(colour: str) -> dict[str, str]:
    """The colour and the shades made from it, computed here since older phones cannot mix colours themselves."""
    return {"town": colour, **{name: mixed(colour, other, part) for name, (other, part) in SHADES.items()}}


def squeezed(css: str) -> str:
    """A stylesheet without comments and the white space that has no meaning."""
    return _SPACE.sub(lambda found: found[1] or " ", _COMMENT.sub("", css)).strip()


def _sheet(path: Path, colour: str) -> Sheet:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        text = squeezed(text)
    if path.name == "site.css":
        text = f":root{{{''.join(f'--{name}:{value};' for name, value in shades(colour).items())}}}{text}"
    body = text.replace(DEFAULT, colour).encode() if path.suffix == ".svg" else text.encode()
    digest = hashlib.sha256(body).hexdigest()[:8]
    return Sheet(body, gzip.compress(body, mtime=0), FILES[path.name], f"/look/{path.name}?v={digest}")
