"""A fault in a TOML file leads to the line it stands on."""

from pathlib import Path

import pytest

from forms.faults import Broken
from portal.pack.toml import Document, read

TEXT = """title = { ja = "題", easy = "だい" }

[[step]]
key = "first"
ask = [
  "name",
  { field = "phone", optional = true },
]

[[step]]
key = "second"
ask = ["copies"]

[name]
kind = "name"
label.ja = "氏名"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("title.en", 1),
        ("step[1].ask[1]", 6),
        ("step[1].ask[2].label.easy", 7),
        ("step[2]", 10),
        ("step[2].title", 10),
        ("step[2].key", 11),
        ("step[2].ask[1]", 12),
        ("name.kind", 15),
        ("name.label.ja", 16),
        ("name.hint", 14),
        ("unknown", 1),
        ("", 1),
    ],
)
def test_a_path_leads_to_its_line_or_to_the_table_it_is_missing_from(path: str, line: int) -> None:
    assert Document("f.toml", TEXT).line(path) == line


def test_every_fault_of_a_file_is_told_and_not_only_the_first() -> None:
    broken = Broken("title.en", "m1", [Broken("step[2].ask[1]", "m2")])

    found = Document("f.toml", TEXT).faults(broken)

    assert [(fault.line, fault.message) for fault in found] == [(1, "m1"), (12, "m2")]


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text('a = 1\nb = "open\n', encoding="utf-8")

    document, faults = read(path, "f.toml")

    assert document is None
    assert [fault.line for fault in faults] == [2]


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_bytes('name = "市民課"'.encode("cp932"))

    document, faults = read(path, "f.toml")

    assert document is None
    assert "UTF-8" in faults[0].message


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "x"')

    document, faults = read(path, "f.toml")

    assert faults == ()
    assert document is not None
    assert document.mapping == {"name": "x"}
