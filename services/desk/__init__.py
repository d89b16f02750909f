"""The staff's room: the inbox, one case, its steps, and what has to be done by hand."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.desk import workers
from services.desk.actions.labels import forget
from services.desk.actions.moving import hand_over
from services.desk.routes import blueprint, talk

_CASES = frozenset({"case.read"})

service = Service(
    name="desk",
    blueprint=blueprint,
    staff_menu=(
        MenuItem("desk.today", N_("今日の仕事"), order=5, roles=_CASES),
        MenuItem("desk.inbox", N_("受信箱"), order=10, roles=_CASES),
        MenuItem("desk.tasks", N_("作業"), order=20, roles=frozenset({"task.read"})),
        MenuItem("desk.phrases", N_("文例"), order=60, roles=frozenset({"case.work", "content.edit"})),
        MenuItem("desk.mails", N_("見本のメール"), order=80, roles=frozenset({"mail.read"})),
        MenuItem("desk.audit", N_("操作の記録"), order=85, roles=frozenset({"audit.read"})),
        MenuItem("desk.keys", N_("キーボード操作"), order=90),
    ),
    on={"staff.moved": hand_over, "case.erased": forget},
    case_panel=talk.panel,
    senders=workers.SENDERS,
    workers=workers.WORKERS,
    sample=workers.sample,
)
