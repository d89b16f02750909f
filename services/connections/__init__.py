"""Connections: internet-side systems that read cases with a token, or are told of what happens."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.connections.routes import blueprint

service = Service(
    name="connections",
    blueprint=blueprint,
    staff_menu=(
        MenuItem(
            "connections.overview", N_("外部のシステム"), order=70, roles=frozenset({"connections.manage"})
        ),
    ),
)
