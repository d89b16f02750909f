"""Notices to many: written once, sent to those who chose them, and the town's front page in a disaster."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.notices import workers
from services.notices.actions import reading, sending
from services.notices.actions.reach import WRITE
from services.notices.actions.switching import SWITCH
from services.notices.cli import group
from services.notices.routes import blueprint, choosing

service = Service(
    name="notices",
    blueprint=blueprint,
    menu=(MenuItem("notices.index", N_("市からの知らせ"), order=26),),
    staff_menu=(
        MenuItem("notices.staff_index", N_("みなへの知らせ"), order=65, roles=frozenset({WRITE})),
        MenuItem("notices.disaster", N_("災害のときの案内"), order=66, roles=frozenset({SWITCH})),
    ),
    my_pages=choosing.my_pages,
    on={"line.sent": sending.hear_sent, "outbox.dead": sending.hear_dead},
    senders=workers.SENDERS,
    paces=workers.PACES,
    workers=workers.JOBS,
    news=reading.news,
    cli=(group,),
    sample=workers.sample,
)
