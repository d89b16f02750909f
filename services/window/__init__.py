"""The write-free window: what residents prepare once at home, and what the counter makes of it."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.window import workers
from services.window.actions import preparing, signing
from services.window.routes import blueprint, signatures
from services.window.rules.serving import SERVE

service = Service(
    name="window",
    blueprint=blueprint,
    menu=(MenuItem("window.guides", N_("できごとから調べて、準備する"), order=5),),
    staff_menu=(
        MenuItem("window.counter", N_("書かない窓口"), order=12, roles=frozenset({SERVE})),
        MenuItem("window.staff_bookings", N_("おくやみの予約"), order=18, roles=frozenset({SERVE})),
    ),
    on={"resident.erased": preparing.forget_all, "case.erased": signing.forget},
    case_panel=signatures.panel,
    workers=workers.WORKERS,
    sample=workers.sample,
)
