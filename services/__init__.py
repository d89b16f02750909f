"""The rooms of the house, in the order in which they stand in menus."""

from portal.service import Service
from services.accounts import service as accounts_room
from services.applications import service as applications_room
from services.appointments import service as appointments_room
from services.batches import service as batches_room
from services.chat import service as chat_room
from services.connections import service as connections_room
from services.crematorium import service as crematorium_room
from services.dashboard import service as dashboard_room
from services.desk import service as desk_room
from services.mailings import service as mailings_room
from services.notices import service as notices_room
from services.opendata import service as opendata_room
from services.payments import service as payments_room
from services.queue import service as queue_room
from services.records import service as records_room
from services.reports import service as reports_room
from services.reservations import service as reservations_room
from services.window import service as window_room

ALL: tuple[Service, ...] = (
    accounts_room,
    applications_room,
    window_room,
    chat_room,
    queue_room,
    reservations_room,
    appointments_room,
    crematorium_room,
    reports_room,
    notices_room,
    desk_room,
    mailings_room,
    payments_room,
    records_room,
    batches_room,
    connections_room,
    dashboard_room,
    opendata_room,
)
