"""Security: what every request must pass and every answer must carry, before any room sees it."""

from collections.abc import Callable
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, g, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import cached_property
from werkzeug.wrappers import Response as AnyResponse

from portal import bodies
from portal.doors import enter, house, is_csrf_token
from portal.errors import KEPT_BYTES
from portal.log_lines import Log
from portal.refused import Refused
from portal.settings import Settings

log = Log("portal.security")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A page of answers: far more than anybody types, so that a field that is too long is told beside the field.
BODY = 32 * 1024 * 1024
# More fields than any form of ours has; each costs memory, so that a small body could fill the machine.
FIELDS = 2_000
YEAR = 365 * 24 * 60 * 60

_POLICY = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FEATURES = (
    "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": _FEATURES,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # For browsers that do not read frame-ancestors.
    "X-Frame-Options": "DENY",
}

View = TypeVar("View", bound=Callable[..., Any])


class Forms(FormDataParser):
    """Reads the commonest kind of form itself: quickly, and without taking another encoding for an answer."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: Any = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """The names and texts of a form."""
        if mimetype != bodies.FORM:
            rest, form, files = super().parse(stream, mimetype, content_length, options)
            return rest, self.cls(_storable(form)), files
        if content_length is not None and content_length > (self.max_form_memory_size or BODY):
            raise RequestEntityTooLarge
        return stream, self.cls(bodies.pairs(stream.read())), self.cls()


def _storable(fields: MultiDict[str, str]) -> list[tuple[str, str]]:
    return [(bodies.storable(name), bodies.storable(value)) for name, value in fields.items(multi=True)]


class Asked(Request):
    """A request whose forms are read by us."""

    form_data_parser_class = Forms

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """What stands behind the question mark, without what no database keeps."""
        found = super().args
        return self.parameter_storage_class(_storable(found)) if b"%00" in self.query_string else found


def init(app: Flask) -> None:
    """Stand at every door."""
    app.request_class = Asked
    settings: Settings = app.extensions["house"].settings
    app.config.update(MAX_CONTENT_LENGTH=BODY, MAX_FORM_MEMORY_SIZE=BODY, MAX_FORM_PARTS=FIELDS)
    app.config["TRUSTED_HOSTS"] = trusted_hosts(settings)
    if settings.proxies:
        # Only as many addresses are believed as there are proxies of ours; the rest is what a stranger wrote.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)  # type: ignore[method-assign]
    app.before_request(guard)
    app.after_request(harden)


def trusted_hosts(settings: Settings) -> list[str] | None:
    """The names we answer to; in production always a closed list, for links are made from the name."""
    named = [name.strip() for name in settings.trusted_hosts.split(",") if name.strip()]
    if not named and not settings.production:
        return None
    return [*named, urlsplit(settings.base_url).hostname or ""]


def body_limit(size: int) -> Callable[[View], View]:
    """Let a route take a larger (or only a smaller) body than a page of answers."""

    def mark(view: View) -> View:
        view.body_limit = size  # type: ignore[attr-defined]
        return view

    return mark


def reaches_card_reader(view: View) -> View:
    """Let this one page's script speak to the card reader of the PC it is shown on, where the town has any."""
    view.reaches_card_reader = True  # type: ignore[attr-defined]
    return view


def shows_map(view: View) -> View:
    """Let this one page show the pictures of a map, from the host that the settings name."""
    view.shows_map = True  # type: ignore[attr-defined]
    return view


def tile_host(settings: Settings) -> str:
    """Where the pictures of maps come from; empty where the town shows none."""
    parts = urlsplit(settings.map_tiles)
    return f"{parts.scheme}://{parts.netloc}" if settings.map_tiles else ""


def card_bridge(settings: Settings) -> str:
    """Where the bridge of a counter's PC listens; empty where the town has no readers."""
    return f"http://127.0.0.1:{settings.card_bridge_port}" if settings.card_bridge_port else ""


def guard() -> AnyResponse | None:
    """A route without a door is shut; a changing request needs our token; then the door decides."""
    if request.method == "HEAD":
        # A view asks whether it was posted to; the server leaves the body out whatever the view believes.
        request.method = "GET"
    if request.endpoint is None or request.endpoint.rpartition(".")[2] == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    door = getattr(view, "door", None)
    if door is None:
        log.error("no_door", endpoint=request.endpoint)
        raise Refused("no_door", 403)
    request.max_content_length = getattr(view, "body_limit", BODY)
    if request.method not in SAFE and not getattr(view, "no_csrf", ""):
        check_form()
    return enter(door)


def check_form() -> None:
    """Refuse what another site sent, and ask again, keeping what was typed, where the token does not fit."""
    g.from_elsewhere = is_from_elsewhere()
    if g.from_elsewhere:
        raise Refused("from_elsewhere", 403)
    _count_fields()
    if not is_csrf_token(request.headers.get("X-Form-Token") or request.form.get("_token", "")):
        if (request.content_length or 0) > KEPT_BYTES:
            # The page for an old form keeps what was typed; too much of it is kept by the browser alone.
            raise RequestEntityTooLarge
        raise Refused("form_expired", 400)


def is_from_elsewhere() -> bool:
    """Whether the browser itself says that another site made it send this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    ours = (request.host, urlsplit(house().settings.base_url).netloc)
    return origin is not None and (_host(origin) or "nobody") not in ours


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        # No browser sends such a thing, so it comes from elsewhere.
        return ""


def _count_fields() -> None:
    # The parser of this kind of body has no limit of its own on the number of fields.
    if request.mimetype == bodies.FORM and request.get_data().count(b"&") >= FIELDS:
        raise RequestEntityTooLarge


def harden(response: Response) -> Response:
    """The headers every answer carries; a route may have set a stricter one of its own."""
    view = current_app.view_functions.get(request.endpoint or "")
    bridge = card_bridge(house().settings) if hasattr(view, "reaches_card_reader") else ""
    if bridge:
        widened = _POLICY.replace("connect-src 'self'", f"connect-src 'self' {bridge}")
        response.headers.setdefault("Content-Security-Policy", widened)
    tiles = tile_host(house().settings) if hasattr(view, "shows_map") else ""
    if tiles:
        widened = _POLICY.replace("img-src 'self'", f"img-src 'self' {tiles}")
        response.headers.setdefault("Content-Security-Policy", widened)
    said = {name.lower() for name, _ in response.headers}
    for name, value in _HEADERS.items():
        if name.lower() not in said:
            response.headers.add(name, value)
    if house().settings.production:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
