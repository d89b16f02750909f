"""The mails of a town that has no mail server: nothing leaves the machine, and staff read what would have been sent."""

from uuid import UUID

from flask import Blueprint, abort

from portal.doors import db, house, now, staff, staff_door
from portal.mail import sample_mail, sample_mails
from services.desk.actions import watching
from services.desk.routes.frame import shown


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/staff/mails", endpoint="mails")(mails)
    blueprint.get("/staff/mails/<uuid:mail_id>", endpoint="mail")(mail)


@staff_door("mail.read")
def mails() -> str:
    """The newest mails; a town with a mail server has none here and says so."""
    folder = house().settings.mail_folder
    watching.looked(db(), staff(), "listed", "mails", None, now())
    found = sample_mails(folder) if folder else []
    return shown("desk/mails.html", mails=found, sample=folder is not None)


@staff_door("mail.read")
def mail(mail_id: UUID) -> str:
    """One mail as its reader would see it."""
    folder = house().settings.mail_folder
    found = sample_mail(folder, mail_id) if folder else None
    if found is None:
        abort(404)
    watching.looked(db(), staff(), "opened", "mail", mail_id, now())
    return shown("desk/mail.html", mail=found)
