"""The room's addresses: the day's work, inbox, cases, acts, work by hand, mails and letters, audit."""

from flask import Blueprint

from services.desk.routes import (
    acts,
    audit,
    bulk,
    cases,
    inbox,
    mails,
    phrases,
    printing,
    refusals,
    shield,
    talk,
    tasks,
    telling,
    today,
)

blueprint = Blueprint("desk", __name__, template_folder="../templates")
for part in (
    today,
    inbox,
    bulk,
    printing,
    cases,
    shield,
    acts,
    tasks,
    telling,
    phrases,
    talk,
    mails,
    audit,
    refusals,
):
    part.register(blueprint)
