"""The dashboard: how far each procedure has moved, beside the figures of the town's own plan."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.dashboard import workers
from services.dashboard.cli import group
from services.dashboard.routes import blueprint

service = Service(
    name="dashboard",
    blueprint=blueprint,
    staff_menu=(MenuItem("dashboard.overview", N_("進み具合"), order=45, roles=frozenset({"figures.read"})),),
    senders=workers.SENDERS,
    workers=workers.JOBS,
    cli=(group,),
)
