"""Notices to many: written once, sent to those who chose them, and the town's front page in a disaster."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.notices.actions.switching import SWITCH
from services.notices.cli import group
from services.notices.routes import blueprint

service = Service(
    name="notices",
    blueprint=blueprint,
    staff_menu=(MenuItem("notices.disaster", N_("災害のときの案内"), order=66, roles=frozenset({SWITCH})),),
    cli=(group,),
)
