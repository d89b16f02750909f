"""The room's addresses: guides, drafts, cases."""

from flask import Blueprint

from services.applications.routes import cases, corrected, drafts, guides, sheets, signing

blueprint = Blueprint("applications", __name__, template_folder="../templates")
for part in (guides, drafts, sheets, signing, cases, corrected):
    part.register(blueprint)
