"""Mailings: letters that open a form, one answer for one addressee by any way, and the transfers that follow."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.mailings import workers
from services.mailings.actions import answering
from services.mailings.routes import blueprint
from services.mailings.routes.panels import for_staff

service = Service(
    name="mailings",
    blueprint=blueprint,
    menu=(MenuItem("mailings.enter", N_("手紙の番号から答える"), order=35),),
    staff_menu=(
        MenuItem("mailings.listed", N_("案内の発送"), order=25, roles=frozenset({"mailing.manage"})),
    ),
    on={
        "case.arrived": answering.hear_arrived,
        "case.withdrawn": answering.hear_ended,
        "case.returned": answering.hear_ended,
    },
    fires=frozenset({"letter.opened"}),
    case_panel=for_staff,
    senders=workers.SENDERS,
    workers=workers.JOBS,
    sample=workers.sample,
)
