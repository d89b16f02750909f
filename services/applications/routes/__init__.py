"""The room's addresses: guides, drafts, cases."""

from flask import Blueprint

from services.applications.routes import (
    cases,
    checking,
    conversing,
    corrected,
    drafts,
    ends,
    guides,
    items,
    rating,
    replies,
    safety,
    sheets,
    signing,
    telephone,
    uploads,
)  # fmt: skip

blueprint = Blueprint("applications", __name__, template_folder="../templates")
for part in (
    guides,
    checking,
    conversing,
    ends,
    uploads,
    drafts,
    items,
    replies,
    safety,
    sheets,
    signing,
    cases,
    rating,
    corrected,
    telephone,
):
    part.register(blueprint)
