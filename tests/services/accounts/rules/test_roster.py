"""The personnel office's list: read from whatever Excel writes, checked line by line, compared with what is held."""

from datetime import date

import pytest

from services.accounts.rules import roster
from services.accounts.rules.roster import Fault, Held, Move, changes, decode, read

HEAD = "職員番号,氏名,メール,所属,役割,区分,開始日,終了日\n"
DIVISIONS = frozenset({"shimin", "suido", "zeimu"})
APRIL, MARCH = date(2027, 4, 1), date(2027, 3, 31)


def move(
    division: str, role: str = "worker", kind: str = "main", since: date = APRIL, until: date | None = None
) -> Move:
    return Move(2, "1001", "見本 太郎", "", division, role, kind, since, until)


def held(division: str, role: str = "worker", kind: str = "main", since: date = date(2024, 4, 1)) -> Held:
    return Held(division, role, kind, since, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_list_is_read_in_every_encoding_that_excel_writes(encoding: str) -> None:
    raw = (HEAD + "1001,髙橋 太郎,t@city.example,shimin,担当,本務,2027-04-01,\n").encode(encoding)

    moves, faults = read(decode(raw), DIVISIONS)

    assert faults == []
    assert moves == [Move(2, "1001", "髙橋 太郎", "t@city.example", "shimin", "worker", "main", APRIL, None)]


def test_another_encoding_is_refused() -> None:
    with pytest.raises(ValueError, match="encoding"):
        decode(b"\xff\xfe\x00\x81\x00")


@pytest.mark.parametrize("day", ["2027-04-01", "2027/4/1", "2027.4.1", "２０２７／４／１", "2027年4月1日"])
def test_days_are_read_as_people_write_them(day: str) -> None:
    moves, faults = read(HEAD + f"1001,見本 太郎,,shimin,担当,本務,{day},\n", DIVISIONS)

    assert (moves[0].since, faults) == (APRIL, [])


def test_english_keys_and_an_empty_kind_are_taken_too() -> None:
    moves, faults = read(HEAD + "１００１,見本 太郎,,shimin,approver,,2027-04-01,2027-09-30\n", DIVISIONS)

    assert faults == []
    assert (moves[0].number, moves[0].role, moves[0].kind) == ("1001", "approver", "main")


def test_empty_lines_are_passed_over() -> None:
    assert read(HEAD + ",,,,,,,\n\n", DIVISIONS) == ([], [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",見本,,shimin,担当,本務,2027-04-01,", Fault(2, "職員番号", "cell_missing")),
        ("1001,,,shimin,担当,本務,2027-04-01,", Fault(2, "氏名", "cell_missing")),
        ("1001,見本,mail,shimin,担当,本務,2027-04-01,", Fault(2, "メール", "mail_unreadable")),
        ("1001,見本,,nowhere,担当,本務,2027-04-01,", Fault(2, "所属", "division_unknown")),
        ("1001,見本,,shimin,市長,本務,2027-04-01,", Fault(2, "役割", "cell_unreadable")),
        ("1001,見本,,shimin,担当,副務,2027-04-01,", Fault(2, "区分", "cell_unreadable")),
        ("1001,見本,,shimin,担当,本務,,", Fault(2, "開始日", "cell_missing")),
        ("1001,見本,,shimin,担当,本務,2027-02-30,", Fault(2, "開始日", "cell_unreadable")),
        ("1001,見本,,shimin,担当,本務,2027-04-01,あした", Fault(2, "終了日", "cell_unreadable")),
        ("1001,見本,,shimin,担当,本務,2027-04-01,2027-03-31", Fault(2, "終了日", "cell_unreadable")),
        ("1001,見本", Fault(2, "所属", "cell_missing")),
    ],
)
def test_a_fault_names_its_line_and_column(line: str, fault: Fault) -> None:
    moves, faults = read(HEAD + line + "\n", DIVISIONS)

    assert moves == []
    assert fault in faults


def test_a_missing_column_is_told_by_name() -> None:
    _, faults = read("職員番号,氏名\n", DIVISIONS)

    assert Fault(1, "所属", "column_missing") in faults


def test_one_number_is_one_person() -> None:
    lines = "1001,見本 太郎,,shimin,担当,本務,2027-04-01,\n1001,見本 花子,,suido,担当,兼務,2027-04-01,\n"

    _, faults = read(HEAD + lines, DIVISIONS)

    assert faults == [Fault(3, "氏名", "name_differs")]


def test_no_name_stands_in_a_fault() -> None:
    _, faults = read(HEAD + "1001,見本 太郎,bad,nowhere,市長,本務,x,y\n", DIVISIONS)

    assert "見本" not in repr(faults)


def test_a_new_main_role_ends_the_old_one_the_day_before() -> None:
    found = changes([held("shimin")], [move("suido")])

    assert found.end == ((held("shimin"), MARCH),)
    assert found.start == (Held("suido", "worker", "main", APRIL, None),)


def test_a_second_role_stands_beside_the_main_one() -> None:
    found = changes([held("shimin")], [move("suido", "counter", "help", until=date(2027, 9, 30))])

    assert found.end == ()
    assert found.start == (Held("suido", "counter", "help", APRIL, date(2027, 9, 30)),)


def test_second_roles_stay_when_the_main_one_changes() -> None:
    found = changes([held("shimin"), held("zeimu", "counter", "second")], [move("suido")])

    assert [role.division for role, _ in found.end] == ["shimin"]


def test_a_second_role_told_with_other_dates_replaces_the_old_line() -> None:
    before = held("zeimu", "counter", "second")

    found = changes([before], [move("zeimu", "counter", "second", until=date(2027, 9, 30))])

    assert found.end == ((before, MARCH),)


def test_the_same_list_twice_changes_nothing() -> None:
    after = [Held("suido", "worker", "main", APRIL, None)]

    assert changes(after, [move("suido")]) == roster.Changes((), ())


def test_a_role_that_ends_earlier_anyway_is_left_alone() -> None:
    short = Held("shimin", "worker", "main", date(2024, 4, 1), date(2026, 12, 31))

    assert changes([short], [move("suido")]).end == ()


def test_several_main_roles_from_one_day_are_all_kept() -> None:
    found = changes([held("shimin")], [move("suido"), move("suido", "administrator")])

    assert len(found.start) == 2
    assert len(found.end) == 1
