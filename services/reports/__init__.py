"""Reports from the street: what is broken, where, with a photo; seen by others, gone after by staff, told at its end."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.reports import workers
from services.reports.actions import beginning, erasing, going_after, reach
from services.reports.routes import blueprint, panels

service = Service(
    name="reports",
    blueprint=blueprint,
    menu=(MenuItem("reports.index", N_("まちの困りごとを知らせる"), order=24, offered=reach.in_town),),
    staff_menu=(
        MenuItem(
            "reports.staff_index",
            N_("まちの困りごと"),
            order=27,
            roles=frozenset({reach.READ}),
            offered=reach.answers_for_any,
        ),
    ),
    case_panel=panels.desk,
    own_panel=panels.own,
    own_course=panels.course,
    sighting=beginning.sight,
    on={
        "case.done": going_after.hear_ended,
        "case.returned": going_after.hear_ended,
        "case.withdrawn": going_after.hear_ended,
        "case.erased": erasing.forget,
        "resident.erased": erasing.leave,
    },
    sample=workers.sample,
)
