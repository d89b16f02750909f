"""The write-free window: what residents prepare once at home, and what the counter makes of it."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.window import workers
from services.window.actions import preparing
from services.window.routes import blueprint

service = Service(
    name="window",
    blueprint=blueprint,
    menu=(MenuItem("window.guides", N_("できごとから調べて、準備する"), order=5),),
    on={"resident.erased": preparing.forget_all},
    workers=workers.NIGHTLY,
)
