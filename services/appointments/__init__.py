"""Appointments: check-ups, vaccinations, counters and courses, booked by time with places that are counted."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.appointments import workers
from services.appointments.actions import erasing, reach, venue
from services.appointments.routes import blueprint, course, mine

service = Service(
    name="appointments",
    blueprint=blueprint,
    menu=(MenuItem("appointments.index", N_("健診・窓口・講座を予約する"), order=21, offered=reach.in_town),),
    own_panel=mine.panel,
    own_course=course.told,
    staff_menu=(
        MenuItem(
            "appointments.staff_index",
            N_("日時の予約"),
            order=26,
            roles=frozenset({reach.READ}),
            offered=reach.runs_any,
        ),
    ),
    on={
        "building.closed": venue.hear_closed,
        "building.opened": venue.hear_opened,
        "case.erased": erasing.forget,
    },
    workers=workers.WORKERS,
    sample=workers.sample,
)
