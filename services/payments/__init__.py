"""Payments: fees paid online or at the counter, 減免 and 還付 decided, the day's money told to the accounts."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.payments import workers
from services.payments.actions import counter
from services.payments.routes import blueprint
from services.payments.routes.panels import for_resident, for_staff

service = Service(
    name="payments",
    blueprint=blueprint,
    staff_menu=(
        MenuItem("payments.day", N_("収納"), order=30, roles=frozenset({"payment.read"})),
        MenuItem("payments.refunds", N_("還付"), order=32, roles=frozenset({"payment.approve"})),
    ),
    on={
        "case.accepted": counter.ask_to_pay,
        "case.withdrawn": counter.end,
        "case.returned": counter.end,
        "case.erased": counter.forget,
        "charge.changed": counter.hear_changed,
        "payment.refunded": counter.hear_refunded,
    },
    case_panel=for_staff,
    own_panel=for_resident,
    senders=workers.SENDERS,
    workers=workers.JOBS,
)
