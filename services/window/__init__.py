"""The write-free window: what residents prepare once at home, and what the counter makes of it."""

from portal.service import Service
from services.window import workers
from services.window.actions import preparing
from services.window.routes import blueprint

service = Service(
    name="window",
    blueprint=blueprint,
    on={"resident.erased": preparing.forget_all},
    workers=workers.NIGHTLY,
)
