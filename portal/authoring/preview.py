"""Serves one procedure alone, in a town of its own that is made anew whenever the file is saved."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from portal.authoring import alone
from portal.pack import check
from portal.pack.lists import PackFault
from portal.pack.loaded import COMMON

if TYPE_CHECKING:
    from flask import Flask

    from portal.service import Service
    from portal.settings import Settings

PAGES = Path(__file__).parent / "pages"
ENTRY = "/preview"
_KINDS = {"preview.css": "text/css", "reload.js": "text/javascript"}
# Beside the file itself: what it may speak of.
_WATCHED = ("*.toml", "*.csv", "fields/*.toml", "sheets/*.html")


@dataclass(frozen=True)
class Place:
    """What is previewed: the file, the folder of the packs, the town it is shown in, and a folder for everything made."""

    source: Path
    packs: Path
    town: str
    var: Path


@dataclass
class Preview:
    """The application a browser speaks to; before each answer it looks whether something was saved."""

    place: Place
    services: "Sequence[Service]"
    address: str
    now: Callable[[], datetime]
    version: int = 0
    faults: list[PackFault] = field(default_factory=list)
    app: "Flask | None" = None
    _seen: tuple[object, ...] = ()
    _lock: Lock = field(default_factory=Lock)
    _token: str = ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.refresh()
        request = Request(environ)
        own = self._own(request)
        if own is not None:
            return own(environ, start_response)
        app = self.app
        if app is None:
            return self._told()(environ, start_response)
        # Pages are handed out whole and unchanged since nothing of them is kept here.
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        environ.pop("HTTP_IF_NONE_MATCH", None)
        return app.wsgi_app(environ, start_response)

    def refresh(self) -> None:
        """Make everything anew where a file was saved since the last time."""
        with self._lock:
            seen = self._stamps()
            if seen != self._seen:
                self._seen = seen
                self._make()

    def close(self) -> None:
        """Let go of what the last application held."""
        if self.app is not None:
            house = self.app.extensions["house"]
            with house.db.session() as session:
                house.buffer.flush(session)
            house.db.dispose()

    def _stamps(self) -> tuple[object, ...]:
        roots = [self.place.packs / COMMON, self.place.packs / self.place.town]
        files = {path for root in roots for pattern in _WATCHED for path in root.glob(pattern)}
        files |= {self.place.source, self.place.source.parent / "fields.toml"}
        return tuple(
            (path, stat.st_mtime_ns, stat.st_size) for path in sorted(files) if (stat := _stat(path))
        )

    def _make(self) -> None:
        self.version += 1
        packs = self.place.var / f"packs-{self.version}"
        shutil.rmtree(self.place.var / f"packs-{self.version - 2}", ignore_errors=True)
        self.close()
        self.app = None
        self.faults = self._check(packs)
        if not self.faults:
            self.app = self._built(packs)

    def _check(self, packs: Path) -> list[PackFault]:
        if not self.place.source.is_file():
            return [PackFault(self.place.source.name, 1, "", "このファイルがありません")]
        found = check.check(alone.make(self.place.source, self.place.packs, self.place.town, packs))
        # That lists miss what could not be read says nothing new.
        missing = f"その手続のファイルがありません: {self.place.source.stem}"
        return [fault for fault in found if fault.message != missing] or found

    def _built(self, packs: Path) -> "Flask":
        from portal import create_app, sample_card, schema

        settings = self._settings(packs)
        sample_card.make(settings.home, self.now())
        app = create_app(self.services, settings, self.now)
        house = app.extensions["house"]
        schema.upgrade(house.db)
        self._token = self._token or _somebody(house.db, self.now())
        app.after_request(self._watched)
        return app

    def _settings(self, packs: Path) -> "Settings":
        """Everything as it is by itself: nothing of this machine's own settings, data or keys is touched."""
        from portal.settings import Settings

        place = self.place
        return Settings(packs=packs, town=place.town, var=place.var, base_url=self.address, log_level="ERROR")

    def _watched(self, response: Any) -> Any:
        """Each page asks whether the file was saved; without JavaScript those do that hold nothing typed."""
        if response.mimetype == "text/html":
            page = response.get_data(as_text=True)
            script = f'<script src="{ENTRY}/reload.js" data-version="{self.version}"></script></body>'
            page = page.replace("</body>", script, 1)
            if 'method="post"' not in page:
                again = '<noscript><meta http-equiv="refresh" content="3"></noscript></head>'
                page = page.replace("</head>", again, 1)
            response.set_data(page)
            response.headers["Cache-Control"] = "no-store"
        return response

    def _own(self, request: Request) -> Response | None:
        """The addresses that are the preview's and not the town's."""
        if request.path == ENTRY:
            answer = Response(status=303, headers={"Location": f"/procedures/{self.place.source.stem}"})
            answer.set_cookie("kmado_session", self._token, httponly=True, samesite="Lax")
            return answer
        if request.path == f"{ENTRY}/version":
            answer = Response(str(self.version), mimetype="text/plain", headers={"Cache-Control": "no-store"})
            answer.set_etag(str(self.version))
            return answer.make_conditional(request)
        name = request.path.removeprefix(f"{ENTRY}/")
        kind = _KINDS.get(name) if request.path != name else None
        return Response((PAGES / name).read_bytes(), mimetype=kind) if kind else None

    def _told(self) -> Response:
        from jinja2 import Environment, FileSystemLoader

        page = Environment(autoescape=True, trim_blocks=True, loader=FileSystemLoader(PAGES)).get_template(
            "faults.html"
        )
        told = page.render(faults=list(self._shown()), version=self.version)
        headers = {
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'self'",
        }
        return Response(told, 503, headers, mimetype="text/html")

    def _shown(self) -> Iterator[dict[str, object]]:
        own = f"{self.place.town}/procedures/{self.place.source.name}"
        for fault in sorted(self.faults, key=lambda one: (one.file != own, one)):
            mine = fault.file in (own, self.place.source.name)
            yield {
                "place": str(self.place.source) if mine else fault.file,
                "line": fault.line,
                "key": fault.key,
                "message": fault.message,
                "remedy": fault.remedy,
                "text": _line(self.place.source, fault.line) if mine else "",
            }


def _stat(path: Path) -> Any:
    """When and how large; None while an editor is putting another in its place."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _line(path: Path, number: int) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[number - 1].strip() if number <= len(lines) else ""


def _somebody(db: Any, now: datetime) -> str:
    """The session of a made-up resident, so that ways which ask for a sign-in can be walked."""
    from portal import sessions
    from portal.db import new_id, writing
    from portal.people import Resident
    from portal.vault import vault_of

    with db.session() as session, writing(session):
        person = Resident(id=new_id(), key_id=vault_of(session).new_key(session), made_at=now)
        session.add(person)
        session.flush()
        # A login, and no signature: 2 is Assurance.login.
        return sessions.begin(session, "resident", person.id, 2, now)
