"""Public facilities: found, booked by one only, drawn by lot where many want the same, and looked after by who runs them."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.reservations import workers
from services.reservations.actions import cancelling, deciding, entries, erasing, merging, reach
from services.reservations.routes import blueprint, course, mine

service = Service(
    name="reservations",
    blueprint=blueprint,
    menu=(MenuItem("reservations.index", N_("施設を予約する"), order=20),),
    own_panel=mine.panel,
    own_course=course.told,
    staff_menu=(
        MenuItem(
            "reservations.calendar",
            N_("施設の予約"),
            order=24,
            roles=frozenset({reach.READ}),
            offered=reach.runs_any,
        ),
        MenuItem(
            "reservations.staff_rounds",
            N_("施設の抽選"),
            order=25,
            roles=frozenset({entries.BOOK}),
            offered=reach.runs_any,
        ),
    ),
    on={
        "case.decided": deciding.hear_decided,
        "case.returned": deciding.hear_returned,
        "case.withdrawn": cancelling.hear_withdrawn,
        "case.erased": erasing.forget,
        "resident.erased": erasing.forget_resident,
        "resident.merged": merging.hand_on,
    },
    fires=frozenset({"charge.changed", "slot.freed"}),
    workers=workers.WORKERS,
)
