"""Entries of the town's answers: those asked by the same words, those that are due, those that lack a language."""

from datetime import date

import pytest

from portal.pack.lists import Row
from services.chat.rules import entries


def a_row(identity: str, question: str, names: str = "", review: str = "") -> Row:
    return Row(2, {"ID": identity, "質問": question, "言い換え": names, "見直し日": review})


def test_entries_that_are_asked_by_the_same_words_are_told_however_these_are_written() -> None:
    rows = [
        a_row("faq001", "ゴミの日", "収集日;カレンダー"),
        a_row("faq002", "粗大ごみ", "ごみの 日"),
        a_row("faq003", "図書館", "本"),
        a_row("faq004", "収集日"),
    ]

    found = [(one["ID"], other["ID"], name) for one, other, name in entries.doubles(rows)]

    assert found == [("faq001", "faq002", "ごみの日"), ("faq001", "faq004", "収集日")]


def test_an_entry_that_says_a_word_twice_is_no_double_of_itself() -> None:
    assert entries.doubles([a_row("faq001", "ごみの日", "ゴミの日;ごみの日")]) == []


@pytest.mark.parametrize(
    ("review", "due"), [("2026-12-20", True), ("2026-12-21", False), ("2026-01-01", True), ("", True)]
)
def test_an_entry_is_due_a_month_before_its_day_and_always_without_one(review: str, due: bool) -> None:
    assert entries.due(a_row("faq001", "質問", review=review), date(2026, 11, 20)) is due


def test_what_lacks_a_language_is_named_by_its_columns() -> None:
    cells = {name: "文" for word in entries.WORDED for name in (word, f"{word}_やさしい", f"{word}_英語")}

    assert entries.missing(cells) == []
    assert entries.missing({**cells, "回答_英語": ""}) == ["回答_英語"]


def test_suggested_words_are_added_once() -> None:
    cells = {"質問": "ごみの日", "言い換え": "収集日"}

    assert entries.with_names(cells, ["ゴミの日", "回収日", "回収日"])["言い換え"] == "収集日;回収日"
