"""Online applications: from the question 「何をしますか」 to the receipt, and what became of it."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.applications import workers
from services.applications.actions import drafts, erasing, letters
from services.applications.routes import blueprint, conversing

service = Service(
    name="applications",
    blueprint=blueprint,
    menu=(
        MenuItem("applications.catalogue", N_("手続きをさがす"), order=10),
        MenuItem("applications.mine", N_("申請の一覧"), order=20),
        MenuItem("applications.resume", N_("つづきから入力する"), order=30),
    ),
    staff_menu=(
        MenuItem("applications.telephone", N_("電話で受ける"), order=15, roles=frozenset({"case.enter"})),
    ),
    own_panel=conversing.panel,
    on={
        "resident.merged": drafts.hand_on,
        "letter.opened": letters.begin,
        "resident.erased": drafts.forget_all,
        "case.erased": erasing.erase,
    },
    workers=workers.NIGHTLY,
    sample=workers.sample,
)
