"""The small drawings of our pages (components/icon.html), for pictures that no browser draws."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment

_FILE = Path(__file__).parent / "templates" / "components" / "icon.html"


@cache
def drawings() -> Mapping[str, str]:
    """The shapes inside each drawing's 24 by 24 points, by its name."""
    made = Environment(autoescape=True).from_string(_FILE.read_text(encoding="utf-8")).module
    return dict(made.drawings)  # type: ignore[attr-defined]
