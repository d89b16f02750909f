"""The queue: numbers by kind of business, called in turn, shown and spoken, without a word about who waits."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.queue import workers
from services.queue.actions import watched
from services.queue.routes import blueprint

service = Service(
    name="queue",
    blueprint=blueprint,
    menu=(MenuItem("queue.index", N_("窓口の待ち人数"), order=30),),
    staff_menu=(MenuItem("queue.desk_index", N_("順番待ち"), order=18, roles=frozenset({"queue.serve"})),),
    fires=frozenset({"ticket.called", "ticket.served"}),
    workers=workers.JOBS,
    figures=watched.figures,
    sample=workers.sample,
)
