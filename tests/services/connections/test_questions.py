"""What may be asked: moments of every spelling, whole numbers, and nothing that is not declared."""

from datetime import UTC, datetime

import pytest

from services.connections.rules.questions import BEGINNING, END, CaseQuestion, Wrong, read


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-20T10:00:00+09:00", datetime(2026, 11, 20, 1, tzinfo=UTC)),
        ("2026-11-20t01:00:00.1234567z", datetime(2026, 11, 20, 1, 0, 0, 123456, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0000-01-01T00:00:00Z", BEGINNING),
        ("0001-01-01T00:00:00+23:59", BEGINNING),
        ("2000-01-01T00:00:00+09:00", BEGINNING),
        ("9999-12-31T23:59:59-23:59", END),
    ],
)
def test_a_moment_is_read_as_the_standard_writes_it(typed: str, moment: datetime) -> None:
    assert read(CaseQuestion, {"changed_since": [typed]}).changed_since == moment


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("changed_since", "0"),
        ("changed_since", "2026-11-20"),
        ("changed_since", "2026-13-20T00:00:00Z"),
        ("changed_since", "2026-11-20T00:00:00"),
        ("limit", "1.0"),
        ("limit", "-1"),
        ("limit", "１"),
        ("after", "urn:uuid:01a1fc17-6c83-7826-8036-3d622ac79a57"),
        ("after", "01a1fc176c83782680363d622ac79a57"),
        ("state", "open"),
        ("procedure", ""),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(name: str, typed: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read(CaseQuestion, {name: [typed]})

    assert wrong.value.name == name
