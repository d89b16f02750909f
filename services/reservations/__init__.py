"""Public facilities: found, booked by one only, drawn by lot where many want the same, and looked after by who runs them."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.reservations.routes import blueprint

service = Service(
    name="reservations",
    blueprint=blueprint,
    menu=(MenuItem("reservations.index", N_("施設を予約する"), order=20),),
)
