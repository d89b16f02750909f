"""斎場: cremations booked at any hour by families and undertakers, and looked after by who runs the place."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.crematorium import workers
from services.crematorium.actions import cancelling, firms, reach, venue
from services.crematorium.routes import blueprint, course, receipt

service = Service(
    name="crematorium",
    blueprint=blueprint,
    menu=(MenuItem("crematorium.index", N_("斎場を予約する"), order=22, offered=reach.in_town),),
    own_panel=receipt.panel,
    own_course=course.told,
    staff_menu=(
        MenuItem(
            "crematorium.calendar",
            N_("斎場"),
            order=26,
            roles=frozenset({reach.READ}),
            offered=reach.runs_it,
        ),
    ),
    on={
        "building.closed": venue.hear_closed,
        "building.opened": venue.hear_opened,
        "case.withdrawn": cancelling.hear_ended,
        "case.returned": cancelling.hear_ended,
        "case.erased": cancelling.forget,
        "resident.erased": firms.forget,
        "resident.merged": firms.merge,
    },
    workers=workers.WORKERS,
    sample=workers.sample,
)
