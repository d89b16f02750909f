"""The knowledge desk: drafts of one's own, published together, never over somebody else's, and taken back."""

from collections.abc import Iterator

import pytest

from portal import finding
from portal.db import Database
from portal.opening import today
from portal.refused import Refused
from services.chat.actions import knowledge
from tests.services.chat import editing
from tests.services.chat.editing import Sit, change, editor, publish
from tests.services.chat.talking import MORNING


@pytest.fixture
def sit(database: Database) -> Iterator[Sit]:
    with editing.sitting(database) as opened:
        yield opened


def answer(sit: Sit, key: str = "faq001") -> str:
    found = knowledge.entry(sit(), key)
    return found["回答"] if found else ""


def test_a_draft_changes_nothing_until_it_is_published(sit: Sit) -> None:
    was, session, seat = answer(sit), sit(), editor()

    revision = change(session, seat, 回答="支所でも取れます。")

    assert answer(sit) == was
    knowledge.publish(session, seat, revision, "支所を足した", MORNING)
    assert answer(sit) == "支所でも取れます。"


def test_the_search_finds_what_was_published_and_not_what_is_past_its_review(sit: Sit) -> None:
    publish(sit(), editor(), "faq900", 質問="パンダに会えますか", 回答="会えません。", 見直し日="2026-12-31")

    def found(day: str) -> bool:
        pack = sit().info["pack"]
        return "faq:faq900" in finding.finder(pack, type(today(MORNING)).fromisoformat(day)).matters

    assert found("2026-12-31")
    assert not found("2027-01-01")


def test_what_was_changed_after_it_was_tried_is_not_published(sit: Sit) -> None:
    session, seat = sit(), editor()
    tried = change(session, seat, 回答="A")
    change(session, seat, 回答="B")

    with pytest.raises(Refused, match="knowledge_changed"):
        knowledge.publish(session, seat, tried, "", MORNING)


def test_nobody_writes_over_what_somebody_else_has_just_published(sit: Sit) -> None:
    first, second = editor(), editor()
    late = change(sit(), second, 回答="B")
    publish(sit(), first, 回答="A")

    with pytest.raises(Refused, match="knowledge_meanwhile"):
        knowledge.publish(sit(), second, late, "", MORNING)
    assert answer(sit) == "A"


def test_a_draft_that_was_begun_first_and_published_last_counts_last(sit: Sit) -> None:
    first, second = editor(), editor()
    early = change(sit(), first, "faq002", 回答="B")
    publish(sit(), second, "faq001", 回答="A")

    knowledge.publish(sit(), first, early, "", MORNING)
    publish(sit(), second, "faq002", 回答="C")

    assert (answer(sit), answer(sit, "faq002")) == ("A", "C")


def test_an_editor_of_a_division_changes_its_own_entries_only(sit: Sit) -> None:
    water = editor("suido")

    with pytest.raises(Refused, match="knowledge_not_yours"):
        change(sit(), water, 回答="水道課が書きました")
    with pytest.raises(Refused, match="knowledge_not_yours"):
        change(sit(), water, "faq900", 部署ID="shimin")
    change(sit(), water, "faq900", 部署ID="suido")


@pytest.mark.parametrize(
    "cells", [{"回答": ""}, {"見直し日": "いつか"}, {"リンク": "javascript:alert(1)"}, {"部署ID": "nobody"}]
)
def test_an_entry_with_a_fault_is_not_even_drafted(sit: Sit, cells: dict[str, str]) -> None:
    with pytest.raises(Refused, match="knowledge_faulty"):
        change(sit(), editor(), **cells)


def test_rolling_back_makes_a_draft_of_everything_that_was_changed_since(sit: Sit) -> None:
    seat, was = editor(), answer(sit)
    first = publish(sit(), seat, 回答="A")
    publish(sit(), seat, 回答="B")
    publish(sit(), seat, "faq900", 質問="新しい")

    knowledge.publish(sit(), seat, knowledge.again(sit(), seat, first.number, MORNING).revision, "", MORNING)

    assert answer(sit) == "A"
    assert knowledge.entry(sit(), "faq900") is None
    knowledge.publish(sit(), seat, knowledge.again(sit(), seat, 0, MORNING).revision, "", MORNING)
    assert answer(sit) == was


def test_an_entry_that_was_taken_out_is_answered_no_more(sit: Sit) -> None:
    session, seat = sit(), editor()

    knowledge.publish(
        session, seat, knowledge.save(session, seat, {"faq001": None}, MORNING).revision, "", MORNING
    )

    assert knowledge.entry(sit(), "faq001") is None
