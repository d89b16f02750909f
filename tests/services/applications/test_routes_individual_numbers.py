"""個人番号 in free text: refused beside the field in every spelling, kept nowhere; a typed number of twelve digits is none."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.kinds.place import PARTS
from forms.numbers import has_check_digit
from services.applications.models import Draft
from tests.services.applications.browsing import MORNING, Site, hand_in, site
from tests.services.applications.hostile import widened
from tests.services.applications.questions import PLACES, OpenPage, Place, inputs, message, opened

PLANTED = 200
FREE = ("text", "long_text", "name", "kana")
SPELLINGS = (
    "{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "{0}　{1}　{2}", "{0}ー{1}−{2}", "番号は{0}{1}{2}です", "見本{0}\u200b{1}\u200b{2}花子",
)  # fmt: skip


def numbers(seed: int) -> list[str]:
    """Made-up numbers that carry a true check digit."""
    chance = random.Random(seed)  # noqa: S311 (chance here is for test data, not for secrets)
    found: set[str] = set()
    while len(found) < PLANTED:
        body = "".join(chance.choice("0123456789") for _ in range(11))
        found |= {body + digit for digit in "0123456789" if has_check_digit(body + digit)}
    return sorted(found)[:PLANTED]


def spelt(number: str, turn: int) -> str:
    """A number as somebody writes it; every other one in full width."""
    groups = (number[:4], number[4:8], number[8:])
    written = SPELLINGS[turn % len(SPELLINGS)].format(*groups)
    return widened(written, [True]) if turn % 2 else written


def lines() -> Iterator[tuple[Place, str]]:
    """Every input that takes free text."""
    for place in PLACES:
        names = inputs(place.field)
        if place.field.kind in FREE:
            yield place, names["value"]
        elif place.field.kind == "address":
            yield from ((place, names[part]) for part in PARTS[1:])


LINES = tuple(lines())


@pytest.fixture
def watched_site(tmp_path: Path) -> Iterator[Site]:
    """A sample town that logs all it ever would."""
    found = site(tmp_path / "var", MORNING, log_level="DEBUG")
    yield found
    found.close()


def test_every_free_text_refuses_them_and_nothing_keeps_them(
    watched_site: Site,
    tmp_path: Path,
    scale: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG")
    seed = random.randrange(10**6)  # noqa: S311 (as above)
    planted = numbers(seed)
    pages: dict[Place, OpenPage] = {place: opened(watched_site, place) for place, _ in LINES}

    for turn, number in enumerate(planted):
        for place, name in LINES if scale == "all" else (LINES[turn % len(LINES)],):
            status, answer = pages[place].send({name: spelt(number, turn)})

            assert status == 422, (seed, place, turn)
            assert "個人番号" in message(answer, place.field.key), (seed, place, turn)
    watched_site.close()

    said, printed = caplog.text, "".join(capfd.readouterr())
    assert "applications.step" in said + printed
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert sum(map(len, kept.values())) > 100_000
    for number in planted:
        for form in forms_of(number):
            assert form not in said + printed, seed
            assert not [path for path, held in kept.items() if form.encode() in held], seed


def test_no_draft_holds_them_sealed_either(watched_site: Site) -> None:
    planted = numbers(random.randrange(10**6))  # noqa: S311 (as above)
    for turn, (place, name) in enumerate(LINES):
        page = opened(watched_site, place)
        before = page.stored(watched_site, place.field.key)

        page.send({name: spelt(planted[turn], turn)})

        assert page.stored(watched_site, place.field.key) == before
    assert watched_site.count(Draft) == len(LINES)


def forms_of(number: str) -> set[str]:
    groups = (number[:4], number[4:8], number[8:])
    plain = {number, *(sign.join(groups) for sign in (" ", "-", "　", "ー"))}
    return plain | {widened(form, [True]) for form in plain}


@pytest.mark.parametrize("spelling", SPELLINGS[:5])
def test_a_customer_number_of_twelve_digits_is_taken(hinata_site: Site, spelling: str) -> None:
    place = next(place for place in PLACES if place.field.kind == "number_code")
    page = opened(hinata_site, place)
    number = numbers(1)[7]

    status, _ = page.send({place.field.key: spelling.format(number[:4], number[4:8], number[8:])})

    assert status == 303
    assert page.stored(hinata_site, place.field.key) == number


def test_a_telephone_and_a_date_that_look_like_one_are_not_refused(hinata_site: Site) -> None:
    page = hand_in(
        hinata_site.browser(), contact={"phone": "+123456789018", "email": "123456789018@example.jp"}
    )

    assert page.status == 200
