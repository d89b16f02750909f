"""Public facilities: found, booked by one only, drawn by lot where many want the same, and looked after by who runs them."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.reservations import cli, workers
from services.reservations.actions import (
    cancelling,
    deciding,
    entries,
    groups_looking,
    hearing,
    passing_on,
    reach,
    vacant,
)
from services.reservations.routes import blueprint, case_panel, course, mine

service = Service(
    name="reservations",
    blueprint=blueprint,
    menu=(MenuItem("reservations.index", N_("施設を予約する"), order=20, offered=reach.in_town),),
    vacancies=vacant.told,
    own_panel=mine.panel,
    own_course=course.told,
    case_panel=case_panel.panel,
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
        MenuItem(
            "reservations.staff_groups",
            N_("登録団体"),
            order=26,
            roles=frozenset({reach.READ}),
            offered=groups_looking.reads,
        ),
    ),
    on={
        "case.decided": hearing.decided,
        "case.returned": deciding.hear_returned,
        "case.withdrawn": cancelling.hear_withdrawn,
        "case.erased": hearing.erased,
        "resident.erased": hearing.resident_erased,
        "resident.merged": hearing.merged,
        "slot.freeing": passing_on.hear_freeing,
    },
    fires=frozenset({"building.closed", "building.opened", "slot.freed", "slot.freeing"}),
    workers=workers.WORKERS,
    cli=(cli.group,),
    sample=workers.sample,
)
