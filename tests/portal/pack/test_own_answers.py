"""Whose each answer is, as it was reviewed: every field of one's own, and where it may be filled in again."""

import csv
from pathlib import Path

from forms import reuse
from tests.portal.cases import hinata

REVIEWED = Path(__file__).parent / "own_answers.csv"
# The list of all fields that are ever kept; whoever adds one adds it here, having read whose it is in every procedure.
OWN = {
    "address", "birth_date", "care_insured_number", "email", "health_insurer_name", "name", "name_kana",
    "payout_account", "pension_kind", "phone", "work_kind",
}  # fmt: skip


def test_only_the_reviewed_fields_are_ones_own() -> None:
    fields = hinata().dictionary.fields.values()

    assert {field.key for field in fields if field.whose == "self"} == OWN


def test_of_the_sensitive_ones_only_the_account_is_kept() -> None:
    kept = {field.key for field in hinata().dictionary.fields.values() if field.reuse}

    assert kept == {"payout_account"}


def test_what_is_about_a_child_or_a_proxy_says_so() -> None:
    fields = hinata().dictionary.fields
    loose = [
        key
        for key, field in fields.items()
        if (
            key.startswith(("child_", "older_child_", "spouse_", "member_", "guardian_"))
            and field.whose != "household"
        )
        or (key.startswith("agent_") and field.whose != "agent")
    ]

    assert loose == []


def test_each_procedure_offers_what_was_reviewed() -> None:
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        reviewed = {row["procedure"]: (row["offered"], row["who"]) for row in csv.DictReader(file)}

    found = {
        key: (
            " ".join(ask.key for ask in procedure.asks if reuse.may_return(ask)),
            " ".join(ask.key for ask in procedure.asks if ask.field.own is not None),
        )
        for key, procedure in hinata().procedures.items()
    }

    assert found == reviewed
