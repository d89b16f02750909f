"""The queue: numbers by kind of business, called in turn, shown and spoken, without a word about who waits."""

from portal.service import Service
from services.queue import workers
from services.queue.routes import blueprint

service = Service(
    name="queue",
    blueprint=blueprint,
    fires=frozenset({"ticket.called", "ticket.served"}),
    workers=workers.JOBS,
)
