"""A town asked by day: what was loaded in March switches at midnight on 1 April by itself."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forms.procedure import Fee
from portal.opening import today
from portal.pack import Pack, read
from tests.portal.pack.builder import AFTER, BEFORE, DIVISIONS, FEES, PACKS, REAL, TOWN, TOWNS, built, town

# One second before and after midnight in Japan, as the server's clock tells it.
LAST_SECOND = datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC)
FIRST_SECOND = datetime(2027, 3, 31, 15, 0, 0, tzinfo=UTC)
OFFERS = "手続ID,公開,部署ID,広報番号,適用開始日,適用終了日\n"


@pytest.fixture(scope="module")
def hinata() -> Pack:
    return read(PACKS / "hinata")


@pytest.mark.parametrize("code", TOWNS)
def test_every_town_is_read(code: str) -> None:
    pack = read(PACKS / code)

    assert pack.code == code
    assert {"juminhyo", "suido_kaishi"} <= set(pack.procedures)
    assert pack.popular


def test_the_fee_changes_at_midnight_in_japan(hinata: Pack) -> None:
    assert hinata.fee("juminhyo", today(LAST_SECOND)) == Fee(300, "copies")
    assert hinata.fee("juminhyo", today(FIRST_SECOND)) == Fee(350, "copies")


def test_a_way_with_a_fee_of_its_own_keeps_it(hinata: Pack) -> None:
    assert hinata.fee("juminhyo", AFTER, "konbini") == Fee(200, "copies")
    assert hinata.fee("juminhyo", AFTER, "post") == Fee(350, "copies")


def test_a_procedure_without_charge_says_zero(hinata: Pack) -> None:
    assert hinata.fee("suido_kaishi", BEFORE) == Fee(0, "")


def test_a_telephone_changes_at_midnight_under_the_same_id(hinata: Pack) -> None:
    before, after = hinata.division("suido", BEFORE), hinata.division("suido", AFTER)

    assert (before.id, before.phone) == ("suido", "0000-00-1120")
    assert (after.id, after.phone) == ("suido", "0000-00-1121")


def test_a_renamed_division_answers_under_its_new_name(hinata: Pack) -> None:
    assert hinata.division("shimin", BEFORE).name.say("ja").text == "市民課"
    assert hinata.division("shimin", AFTER).name.say("ja").text == "市民窓口課"


def test_open_cases_of_the_old_division_are_the_new_ones(hinata: Pack) -> None:
    case_of_march = hinata.procedure("juminhyo").division

    assert case_of_march in hinata.lineage("shimin_madoguchi", AFTER)
    assert hinata.lineage("shimin", AFTER) == hinata.lineage("shimin_madoguchi", AFTER)


def test_a_merger_brings_both_lines_together_on_its_day(hinata: Pack) -> None:
    assert hinata.lineage("zeimu", BEFORE) == {"zeimu"}
    assert hinata.lineage("zeimu", AFTER) == {"zeimu", "shuno"}


def test_a_division_not_begun_yet_is_answered_for_by_its_predecessor(hinata: Pack) -> None:
    assert hinata.division("shimin_madoguchi", BEFORE).id == "shimin"


def test_a_list_of_divisions_shows_only_those_of_its_day(hinata: Pack) -> None:
    before = {division.id for division in hinata.divisions(BEFORE)}
    after = {division.id for division in hinata.divisions(AFTER)}

    assert before - after == {"shimin", "shuno", "hoiku"}
    assert after - before == {"shimin_madoguchi"}


def test_nobody_answers_for_an_id_nobody_knows(hinata: Pack) -> None:
    assert hinata.lineage("nobody", AFTER) == frozenset()
    with pytest.raises(LookupError):
        hinata.division("nobody", AFTER)


def test_a_division_the_town_does_not_name_is_answered_for_by_its_reception() -> None:
    ube = read(PACKS / "ube")

    assert ube.division("suido", BEFORE).id == "shiyakusho"
    assert "suido" in ube.lineage("shiyakusho", BEFORE)
    assert ube.lineage("shimin", BEFORE) == {"shimin"}


def test_a_chain_of_successions_is_followed_to_its_end(tmp_path: Path) -> None:
    chain = DIVISIONS.replace(",,2027-04-01,\n", ",third,2027-04-01,2029-03-31\n")
    pack = built(tmp_path, divisions_csv=chain + "third,honcho,課,課,Third,,,,,,2029-04-01,\n")

    assert pack.division("shimin", date(2030, 1, 1)).id == "third"
    assert pack.lineage("third", date(2030, 1, 1)) == {"shimin", "shimin_madoguchi", "third"}
    assert pack.division("third", BEFORE).id == "shimin"


def test_a_town_gives_a_procedure_to_another_division_from_a_day_on(tmp_path: Path) -> None:
    pack = built(tmp_path, procedures_csv=OFFERS + "juminhyo,する,sogo,,2027-04-01,\n")

    assert pack.owner("juminhyo", BEFORE).id == "shimin"
    assert pack.owner("juminhyo", AFTER).id == "sogo"


def test_a_procedure_can_be_switched_off_from_a_day_on(tmp_path: Path) -> None:
    pack = built(tmp_path, procedures_csv=OFFERS + "suido_kaishi,しない,,,2027-04-01,\n")

    assert pack.offered("suido_kaishi", BEFORE)
    assert not pack.offered("suido_kaishi", AFTER)
    assert pack.offered("juminhyo", AFTER)
    assert not pack.offered("nothing", AFTER)


def test_a_printed_number_leads_to_its_procedure(hinata: Pack) -> None:
    found = hinata.by_number("1021")

    assert found is not None
    assert found.key == "juminhyo"
    assert hinata.by_number("9999") is None
    assert hinata.by_number("") is None


def test_a_number_printed_last_year_still_leads_there(tmp_path: Path) -> None:
    offers = OFFERS + "juminhyo,する,,8001,,2027-03-31\njuminhyo,する,,8002,2027-04-01,\n"
    pack = built(tmp_path, procedures_csv=offers)

    assert [one.key for one in map(pack.by_number, ("8001", "8002")) if one] == ["juminhyo", "juminhyo"]
    assert pack.procedure("juminhyo").number == "8002"
    assert pack.by_number("1021") is None


def test_a_day_without_a_figure_shows_none_and_not_an_old_one(tmp_path: Path) -> None:
    pack = built(tmp_path, fees_csv=FEES.split("juminhyo,,350", maxsplit=1)[0])

    assert pack.fee("juminhyo", BEFORE) == Fee(300, "copies")
    assert pack.fee("juminhyo", AFTER) is None


@pytest.mark.parametrize("code", REAL)
def test_a_real_town_shows_no_fee_from_the_nationwide_file(code: str) -> None:
    pack = read(PACKS / code)

    assert pack.fee("juminhyo", BEFORE) is None
    assert pack.procedure("juminhyo").fee is None


def test_a_towns_own_procedure_stands_in_for_the_nationwide_one(tmp_path: Path) -> None:
    common = (PACKS / "common" / "procedures" / "juminhyo.toml").read_text(encoding="utf-8")
    pack = built(tmp_path, procedures__juminhyo_toml=common.replace("minutes = 5", "minutes = 9"))

    assert pack.procedure("juminhyo").minutes == 9


def test_a_town_adds_fields_of_its_own(tmp_path: Path) -> None:
    own = '[club]\nkind = "text"\nlabel = { ja = "会", easy = "会", en = "Club" }\n'

    assert "club" in built(tmp_path, fields_toml=own).dictionary


def test_rows_of_a_list_are_handed_on_by_day(tmp_path: Path) -> None:
    lists = "区分ID,区分,区分_やさしい,区分_英語,出し方,出し方_やさしい,出し方_英語,適用開始日,適用終了日\n"
    rows = "pla,a,a,A,b,b,B,,2027-03-31\npla,c,c,C,d,d,D,2027-04-01,\n"
    pack = built(tmp_path, garbage_kinds_csv=lists + rows)

    assert [row["区分"] for row in pack.listing("garbage_kinds", BEFORE)] == ["a"]
    assert [row["区分"] for row in pack.listing("garbage_kinds", AFTER)] == ["c"]
    assert pack.listing("faq", AFTER) == ()


def test_a_list_in_the_code_page_of_windows_is_the_same_town(tmp_path: Path) -> None:
    unicode_town = built(tmp_path / "utf8")
    windows_town = built(tmp_path / "cp932", divisions_csv=DIVISIONS.encode("cp932"))

    assert windows_town.divisions(AFTER) == unicode_town.divisions(AFTER)


def test_the_digest_names_the_content_and_not_the_place(tmp_path: Path) -> None:
    first, second = built(tmp_path / "a"), built(tmp_path / "b")
    changed = built(tmp_path / "c", town_toml=TOWN + "# changed\n")

    assert first.digest == second.digest
    assert first.digest != changed.digest


def test_the_digest_changes_with_the_nationwide_folder(tmp_path: Path) -> None:
    folder = town(tmp_path)
    before = read(folder).digest
    (tmp_path / "common" / "holidays.csv").write_bytes(
        (tmp_path / "common" / "holidays.csv").read_bytes() + b"\r\n"
    )

    assert read(folder).digest != before


def test_two_towns_in_one_process_share_nothing() -> None:
    hinata, ube = read(PACKS / "hinata"), read(PACKS / "ube")

    assert hinata.division("suido", BEFORE).phone
    assert not ube.division("suido", BEFORE).phone
    assert hinata.dictionary is not ube.dictionary


@pytest.mark.alone
def test_reading_a_town_leaves_the_start_its_second_and_a_half() -> None:
    def once() -> float:
        begun = time.process_time()
        read(PACKS / "hinata")
        return time.process_time() - begun

    # Measured 0.2 s with sixty procedures, most of it reading TOML; the best of five leaves other jobs their share.
    assert min(once() for _ in range(5)) < 0.5
