"""The room's addresses: inbox, cases, acts, work by hand, mails and letters, audit."""

from flask import Blueprint

from services.desk.routes import acts, audit, cases, inbox, mails, refusals, shield, tasks

blueprint = Blueprint("desk", __name__, template_folder="../templates")
for part in (inbox, cases, shield, acts, tasks, mails, audit, refusals):
    part.register(blueprint)
