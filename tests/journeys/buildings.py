"""A manager changes what a building offers: a photograph, a price from a day on, asked for, approved by another, seen by residents."""

import io
from typing import TYPE_CHECKING

from PIL import Image

from tests.journeys.desk import sign_in
from tests.journeys.walk import Person, Visit

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload

# Who runs the sample gymnasium, and who approves there.
WRITER, APPROVER = "3001", "3003"
HERE = "/staff/reservations/buildings"
GYM = f"{HERE}/sogo_taiikukan"
ALT = {
    "new.alt.ja": "見本の写真",
    "new.alt.easy": "見本の写真",
    "new.alt.en": "A sample photograph",
}


def edit_a_facility(visit: Visit) -> None:
    """Look, change, see beforehand, hand on, approve; and the forms that were not needed this time."""
    writer = visit.enter(desk=True)
    sign_in(writer, WRITER)
    writer.open(HERE)
    writer.meet("buildings")
    for name in ("about", "hours", "rules", "things"):
        writer.open(f"{GYM}/edit/{name}")
        writer.meet(f"buildings-{name}")
    writer.open(f"{HERE}/new")
    writer.meet("buildings-new")
    _show(writer)
    writer.open(f"{GYM}/units/kaigi")
    writer.meet("buildings-unit")
    # Somebody may have walked here before: each time it is ten yen dearer.
    yen = str(int(writer.value("price.2.yen") or "390") + 10)
    writer.answer({"price.2.yen": yen, "price.2.valid_from": "2027-04-01"})
    writer.press()
    writer.meet("buildings-draft")
    writer.press()
    writer.meet("buildings-asked")
    approver = visit.enter(desk=True)
    sign_in(approver, APPROVER)
    approver.open(f"{GYM}/preview")
    approver.meet("buildings-preview")
    approver.open(GYM)
    approver.press()
    approver.meet("buildings-published")
    resident = visit.enter()
    resident.open("/reservations/sogo_taiikukan")
    assert yen in resident.words()
    resident.meet("buildings-seen")
    resident.page.locator(".details summary").first.click()
    resident.page.locator(f'.album img[alt="{ALT[f"new.alt.{visit.language}"]}"]').first.wait_for(
        state="visible"
    )


def _show(writer: Person) -> None:
    """A photograph of the meeting room; what was faulty is told beside the form."""
    content = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(content, "JPEG")
    file: FilePayload = {"name": "heya.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}
    writer.open(f"{GYM}/photos")
    writer.blamed("buildings-photos-missing", {**ALT, "new.unit": "kaigi"})
    writer.page.set_input_files('[name="new.file"]', files=[file])
    writer.press()
    writer.open(f"{GYM}/photos")
    writer.meet("buildings-photos")
