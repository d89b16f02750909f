"""The desk's pages within the frame of all staff pages, with the work by hand counted beside its entry."""

from typing import Any

from flask import url_for

from portal import desk_frame, i18n, tasks
from portal.doors import db, staff


def shown(name: str, /, **context: Any) -> str:
    """Render a template of the desk."""
    frame = desk_frame.frame()
    counted = {url_for("desk.tasks"): _chores()}
    for item in frame["staff_menu"]:
        item["count"] = counted.get(item["href"], 0)
    return i18n.page(name, **{**frame, **context})


def elsewhere_in_the_menu() -> str:
    """The first entry that somebody without cases may open."""
    entries = (str(item["href"]) for item in desk_frame.frame()["staff_menu"] if not item["current"])
    return next(entries, url_for("desk.keys"))


def _chores() -> int:
    """How much work by hand is open for this seat."""
    seat = staff()
    if not seat.may("task.read"):
        return 0
    kinds = tasks.kinds(db(), seat.divisions_for("task.read"), nobodys=seat.may("staff.manage"))
    return sum(kinds.values())
