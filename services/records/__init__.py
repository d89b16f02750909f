"""Records: how long a case is kept, the 廃棄簿 that four eyes approve, erasing, and the holds that stop it."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.records import workers
from services.records.cli import group
from services.records.routes import blueprint
from services.records.routes.panels import for_staff

service = Service(
    name="records",
    blueprint=blueprint,
    staff_menu=(MenuItem("records.books", N_("文書の保存"), order=40, roles=frozenset({"record.read"})),),
    fires=frozenset({"case.erased"}),
    case_panel=for_staff,
    workers=workers.JOBS,
    cli=(group,),
)
