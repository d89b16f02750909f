"""One name from the phone through slip, counter and case to the paper: equal byte for byte, and nobody writes it again."""

import re
import subprocess
from random import Random

from sqlalchemy import select

from portal import inbox
from portal.inbox import Case
from portal.pack.sheets import Sheets
from services.window.actions.slips import Payload
from tests.portal.cases import hinata
from tests.services.applications.browsing import Browser, Site
from tests.services.applications.telephoning import clerk
from tests.services.window import walking
from tests.services.window.moving import NAME, PEOPLE, PINNED, prepared

HIDDEN = re.compile(r'name="(_token|version)" value="([^"]*)"')
PACKET = ["tennyu", "kokuho_kanyu", "jidou_teate_nintei", "kodomo_iryo", "tennyugaku", "inkan_touroku"]


def send(by: Browser, path: str, **form: str) -> str:
    """Press a button of the page that is open; gives where it leads."""
    held = dict(HIDDEN.findall(by.page.html))
    answer = by.client.post(path, data={**held, **form})
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    by.open(answer.headers["Location"])
    return str(answer.headers["Location"]).partition("?")[0].partition("#")[0]


def on_the_phone(site: Site) -> tuple[str, Payload]:
    """Prepare a move-in; gives the token behind the QR code."""
    phone, luck = site.browser(), Random(7)  # noqa: S311 (nothing secret is made of it)
    pinned = {**prepared(), **PINNED, "moving_people": [dict(one) for one in PEOPLE]}
    walking.guide(phone, "tennyu", pinned)
    walking.walk(phone, "tennyu", luck, pinned)
    phone.press()
    cookie = phone.client.get_cookie("kmado_slips")
    assert cookie is not None
    return cookie.value.split(".")[0], walking.in_slip(site, phone)


def text_of(pdf: bytes) -> str:
    """What a reader copies out of the paper."""
    return subprocess.run(
        ["/usr/bin/pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_a_name_stays_the_same_bytes_from_the_phone_to_every_paper(hinata_site: Site) -> None:
    token, slip = on_the_phone(hinata_site)
    counter = clerk(hinata_site, "counter", division="shimin")

    counter.open("/staff/window")
    visit = send(counter, "/staff/window/redeem", code=token.lower())
    assert "あと" not in counter.page.text.partition("見た本人確認書類")[0].partition("終わりまで")[2]
    send(counter, visit, _papers="yes", paper="licence", act="show", _seen="{}")
    send(counter, f"{visit}/confirm")
    handed = send(counter, visit, act="hand_over", _seen="{}")
    paper = text_of(counter.client.get(f"{visit}/packet.pdf").data)

    assert handed.endswith("/handed")
    with hinata_site.session() as session:
        cases = session.scalars(select(Case).where(Case.channel == "window").order_by(Case.id)).all()
        told = [inbox.answers(session, case) for case in cases]
    assert [case.procedure for case in cases] == PACKET
    assert slip.answers["name"].encode() == NAME.encode()
    assert {one["name"].encode() for one in told if "name" in one} == {NAME.encode()}
    assert paper.count(NAME) >= len(PACKET)
    assert all(case.receipt_no in paper for case in cases)


def test_the_packet_has_three_boxes_for_each_question() -> None:
    answers = prepared()
    form, sheets = walking.together(hinata().events["tennyu"], answers), Sheets(hinata())
    boxes = sum(len(sheets.boxes(one.key, form.own(one.key))) for one in form.lasting)
    keys = {
        ask.key
        for page in form.pages
        for ask in (page.step.repeat.asks if page.step.repeat else page.step.asks)
    }

    assert [one.key for one in form.lasting] == PACKET
    assert boxes >= 3 * len(keys), (boxes, len(keys))
