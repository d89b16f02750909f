"""Every field of both procedures, sent anything at all: an answer or a message beside the field, never a failure, nothing lost."""

import gzip
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from forms import answers as answering
from forms.text import displayable
from portal.bodies import FORM
from portal.opening import today
from portal.security import BODY, FIELDS
from tests.services.applications.browsing import MORNING, NEW_WATER, Site, hand_in, site
from tests.services.applications.hostile import anything, percent, wrong_bytes
from tests.services.applications.questions import (
    PLACES,
    OpenPage,
    Place,
    as_read,
    inputs,
    message,
    opened,
    shown,
)

DAY: date = today(MORNING)
PICKED = {"choice", "choices", "yes"}
TEN_MEGABYTES = 10_000_000
MULTIPART = "multipart/form-data; boundary=x"
typed = st.one_of(anything, wrong_bytes)


def named(key: str) -> Place:
    return next(place for place in PLACES if place.field.key == key)


def is_redisplayed(page: str, place: Place, parts: dict[str, str]) -> bool:
    """Whether every line of a question stands there as it was typed; what can only be picked has no place for it."""
    lines = {part: name for part, name in inputs(place.field).items() if part != "era"}
    if place.field.kind in PICKED:
        return True
    return all(shown(page, name) == displayable(parts[part]) for part, name in lines.items())


@pytest.fixture(scope="module")
def page_of(hinata_site: Site) -> Callable[[Place], OpenPage]:
    """One page for all examples of a test: what is refused changes nothing, and what is taken may be typed over."""
    return cache(lambda place: opened(hinata_site, place))


@pytest.mark.parametrize("place", PLACES, ids=str)
@given(data=st.data())
def test_a_field_takes_an_answer_or_says_beside_it_why_not(
    hinata_site: Site, page_of: Callable[[Place], OpenPage], place: Place, data: st.DataObject
) -> None:
    page, names = page_of(place), inputs(place.field)
    sent = data.draw(st.fixed_dictionaries(dict.fromkeys(names, typed)))
    parts = {part: as_read(value) for part, value in sent.items()}
    expected = answering.read(place.field, parts, DAY)
    taken = not expected.fault and (expected.value is not None or place.optional)
    event(expected.fault.code if expected.fault else "taken" if taken else "blank")

    status, answer = page.send({names[part]: value for part, value in sent.items()})

    if taken:
        assert status == 303
        assert page.stored(hinata_site, place.field.key) == expected.value
    else:
        assert status == 422
        assert message(answer, place.field.key)
        assert is_redisplayed(answer, place, parts)


@pytest.mark.parametrize("letter", ["a", "１", "あ", "𠮷", "\u3099", "\u202e", "\x00", "\n", "-", " "])
@pytest.mark.parametrize(
    "key",
    ["name", "name_kana", "phone", "email", "note", "submit_to", "copies", "birth_date", "water_address"],
)
def test_ten_million_bytes_are_told_beside_the_field_and_stand_there_again(
    hinata_site: Site, key: str, letter: str, scale: str
) -> None:
    # Each field and each letter at its full size; of what is left of the table a fiftieth tells the same.
    whole = key == "name" or letter == "あ" if scale == "all" else (key, letter) == ("name", "あ")
    size = TEN_MEGABYTES if whole else TEN_MEGABYTES // 50
    place, text = named(key), letter * (size // len(letter.encode()))
    name = list(inputs(place.field).values())[-2 if key == "water_address" else -1]
    page = opened(hinata_site, place)

    status, answer = page.send({name: text})

    assert status == 422
    assert message(answer, key)
    assert shown(answer, name) == displayable(text)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_question_left_out_of_the_body_counts_as_left_blank(hinata_site: Site, place: Place) -> None:
    page, names = opened(hinata_site, place), set(inputs(place.field).values())
    page.pairs = [(name, value) for name, value in page.pairs if name not in names]

    status, answer = page.send({})

    assert status == (303 if place.optional else 422)
    assert place.optional or message(answer, place.field.key)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_of_a_question_sent_twice_the_first_counts_and_the_page_stays_whole(
    hinata_site: Site, place: Place
) -> None:
    page = opened(hinata_site, place)
    again = "&".join(f"{name}=x%00" for name in inputs(place.field).values())

    status, _ = page.post(page.body({}) + b"&" + again.encode(), FORM)

    assert status in (303, 422)


def test_as_many_fields_as_no_form_has_are_still_read(hinata_site: Site) -> None:
    page = opened(hinata_site, named("note"))
    room = FIELDS - len(page.pairs)

    status, _ = page.post(page.body({}) + b"&x=1" * room, FORM)

    assert status == 303


@pytest.mark.parametrize("more", [b"&x=1" * FIELDS, b"&" * 1_000_000, b"&a" * 500_000])
def test_more_fields_than_that_get_a_page_that_says_what_to_do(hinata_site: Site, more: bytes) -> None:
    page = opened(hinata_site, named("note"))

    status, answer = page.post(page.body({"note": "犬がいます"}) + more, FORM)

    assert status == 413
    assert "もう一度送ってください" in answer
    assert len(more) > 200_000 or "犬がいます" in answer


def test_a_body_over_the_limit_gets_a_page_that_says_what_to_do(hinata_site: Site) -> None:
    page = opened(hinata_site, named("note"))

    for kind in (FORM, MULTIPART, "text/plain"):
        status, answer = page.post(b"note=" + b"a" * BODY, kind)

        assert status == 413
        assert "ブラウザーの「戻る」で、前のページにもどれます" in answer


def test_too_much_for_the_page_of_an_old_form_is_told_as_too_much(hinata_site: Site) -> None:
    page = opened(hinata_site, named("note"))

    for size, expected in ((100_000, 400), (300_000, 413)):
        status, answer = page.send({"_token": "stale", "note": "a" * size})

        assert status == expected
        assert ("a" * size in answer) == (expected == 400)
        assert expected == 400 or "ブラウザーの「戻る」" in answer


def part(name: str, value: bytes, more: str = "") -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def test_the_other_kind_of_form_is_read_the_same(hinata_site: Site) -> None:
    page = opened(hinata_site, named("name"))
    kept = b"".join(part(name, value.encode()) for name, value in page.pairs if name != "name")

    status, _ = page.post(kept + part("name", "髙﨑 𠮷".encode()) + b"--x--\r\n", MULTIPART)
    assert status == 303
    assert page.stored(hinata_site, "name") == "髙﨑 𠮷"
    for raw in ("見本".encode("shift_jis"), b"\xed\xa0\x80", b"a\x00b", b"\xff" * 300_000):
        status, answer = page.post(kept + part("name", raw) + b"--x--\r\n", MULTIPART)
        assert status == 422
        assert message(answer, "name")
        assert shown(answer, "name") == displayable(raw.decode("utf-8", "replace"))
    status, answer = page.post(kept + part("name", b"x", '; filename="a.txt"') + b"--x--\r\n", MULTIPART)
    assert status == 422
    assert message(answer, "name")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"name": "x"}', "application/json"),
        (b"name=x", "text/plain"),
        (b"name=x", ""),
        (b"name=x", "a" * 3000),
        (b"name=x", "multipart/form-data"),
        (b"--x\r\nContent-Disposition: form-data; name=", MULTIPART),
        (b"--x\r\n\r\nlost\r\n--x--", MULTIPART),
        (b"\x00\xff\xfe", MULTIPART),
        (b"\r\n" * 70_000, MULTIPART),
        (b"", FORM),
        (b"%", FORM),
        (b"=&=&==&%00=%00", FORM),
        (gzip.compress(b"name=x", mtime=0), FORM),
    ],
)
def test_what_is_no_form_of_ours_is_refused_and_keeps_nothing(
    hinata_site: Site, body: bytes, kind: str
) -> None:
    page = opened(hinata_site, named("name"))
    before = page.stored(hinata_site, "name")

    status, answer = page.post(body, kind)

    assert status in (400, 413)
    assert "<h1>" in answer
    assert page.stored(hinata_site, "name") == before


@given(st.lists(st.tuples(typed, typed), max_size=8))
def test_any_names_and_values_on_the_first_page_are_an_answer_or_a_message(
    hinata_site: Site, sent: list[tuple[str | bytes, str | bytes]]
) -> None:
    browser = hinata_site.browser()
    token = browser.open(NEW_WATER).value("_token")
    body = "&".join(f"{percent(name)}={percent(value)}" for name, value in sent)

    answer = browser.client.post(NEW_WATER, data=f"_token={token}&{body}".encode(), content_type=FORM)

    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count('class="error"') == 2


def test_hard_but_right_answers_are_filed_on_either_database(tmp_path: Path, database_url: str) -> None:
    found = site(tmp_path / "var", MORNING, database_url=database_url)
    note = "一行目\r\n二行目 👪 ﷽ שלום <b>&amp;</b> ﾊﾝｶｸ ① ㍻ \u200d か\u3099"

    page = hand_in(
        found.browser(), person={"name": "髙﨑 𠮷\ufa19葛\U000e0100", "name_kana": ""}, note={"note": note}
    )

    assert page.status == 200
    held = found.answers(page)
    assert held["name"] == "髙﨑 𠮷\ufa19葛\U000e0100"
    assert held["note"].startswith("一行目\n二行目 👪 ﷽ שלום <b>&amp;</b> ﾊﾝｶｸ ① ㍻")
    found.close()
