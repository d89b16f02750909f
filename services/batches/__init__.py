"""Batches: cases handed to the inner systems as files that somebody fetches, and the results that come back."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.batches import workers
from services.batches.actions import sweeping
from services.batches.cli import group
from services.batches.routes import blueprint
from services.batches.routes.panel import for_staff

service = Service(
    name="batches",
    blueprint=blueprint,
    staff_menu=(MenuItem("batches.index", N_("庁内連携"), order=40, roles=frozenset({"batch.take"})),),
    on={"case.erased": sweeping.forget},
    case_panel=for_staff,
    senders=workers.SENDERS,
    workers=workers.JOBS,
    cli=(group,),
)
