"""The room's addresses: residents under /me, staff under /staff, and who manages them."""

from flask import Blueprint

from services.accounts.routes import (
    device,
    invited,
    own,
    passkeys,
    people,
    person,
    providers,
    residents,
    sessions,
    staff,
)

blueprint = Blueprint("accounts", __name__, template_folder="../templates")
for part in (residents, sessions, providers, staff, device, passkeys, invited, own, people, person):
    part.register(blueprint)
