"""The shortest way through a form, for journeys that begin where a request was filed."""

import re

from tests.journeys.residence import HOLDER, PASSWORD
from tests.journeys.walk import Person

WATER = {
    "water_start_date-year": "2026", "water_start_date-month": "12", "water_start_date-day": "7",
    "water_address-area": "見本県ひなた市本町", "water_address-street": "一丁目2番3号",
}  # fmt: skip
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


def file_water(person: Person, name: str, mail: str) -> str:
    """File a 使用開始; gives the receipt number."""
    person.open("/applications/new/suido_kaishi/online")
    person.onward(WATER)
    person.onward({"name": name})
    person.onward({"phone": "080-0000-0000", "email": mail})
    person.onward({"water_use": "home", "dwelling_tenure": "owner"})
    person.onward({"moving_from": "none"})
    person.onward({"billing_to": "same", "water_payment": "slip"})
    person.onward({"water_attendance": "no"})
    person.press()
    person.press()
    return person.receipt_no()


def file_certificate(person: Person, mail: str) -> str:
    """Ask for a 住民票 online and sign it; gives the receipt number."""
    person.open("/applications/new/juminhyo/online")
    person.onward({"applicant_in_household": "self"})
    person.onward({**HOLDER, "email": mail})
    person.onward({"residence_copy_scope": "one"})
    person.onward({"show_relation": "hide", "show_domicile": "hide"})
    person.onward({"copies": "1", "purpose": "bank"})
    person.press()
    person.press()
    person.onward({"password": PASSWORD})
    return person.receipt_no()


def mailed(person: Person, to: str) -> str:
    """The path behind the link of the newest mail to this address."""
    person.visit.town.work()
    text = person.visit.town.mails(to)[-1].get_content()
    found = LINK.findall(text)
    assert found, text
    return str(found[0])


def address(person: Person, name: str) -> str:
    """A mail address nobody else in the town uses."""
    visit = person.visit
    return f"{name}-{visit.language}-{'js' if visit.js else 'plain'}@mail.example"
