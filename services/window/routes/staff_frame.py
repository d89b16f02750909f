"""The counter's pages within the frame of all staff pages."""

from typing import Any

from portal import desk_frame, i18n


def shown(name: str, /, **context: Any) -> str:
    """A page for staff."""
    return i18n.page(name, **{**desk_frame.frame(), **context})
