"""The first page."""

from flask import Blueprint

from portal.doors import staff_door
from services.dashboard.routes.frame import HERE, READ, shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="overview")(overview)


@staff_door(READ)
def overview() -> str:
    """Each figure of the plan."""
    return shown("dashboard/overview.html")
