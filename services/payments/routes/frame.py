"""The room's pages for staff, within the frame of all staff pages."""

from typing import Any

from portal import desk_frame, i18n


def shown(name: str, /, **context: Any) -> str:
    """Render a template that extends desk_layout.html."""
    return i18n.page(name, **{**desk_frame.frame(), **context})
