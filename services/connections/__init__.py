"""Connections: internet-side systems that read cases with a token, or are told of what happens."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.connections import workers
from services.connections.actions import telling
from services.connections.routes import blueprint

_MANAGE = frozenset({"connections.manage"})

service = Service(
    name="connections",
    blueprint=blueprint,
    staff_menu=(MenuItem("connections.overview", N_("外部のシステム"), order=70, roles=_MANAGE),),
    on={**telling.HEARS, "outbox.dead": telling.given_up},
    senders=workers.SENDERS,
    workers=workers.NIGHTLY,
)
