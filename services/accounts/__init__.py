"""Accounts: how residents and staff come in, and who of the staff may do what."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.accounts import cli, workers
from services.accounts.actions.erasing import erase
from services.accounts.routes import blueprint

service = Service(
    name="accounts",
    blueprint=blueprint,
    staff_menu=(
        MenuItem("accounts.people", N_("職員"), order=80, roles=frozenset({"staff.manage"})),
        MenuItem("accounts.own", N_("自分のアカウント"), order=90),
    ),
    fires=frozenset({"staff.moved", "resident.merged", "resident.erased"}),
    workers=workers.JOBS,
    erase=erase,
    cli=(cli.group,),
    sample=workers.fill,
)
