"""What a letter says about its addressee: the address in the window, what the city knows, what is asked back on paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from forms import show
from forms.field import Value
from forms.procedure import Ask, Procedure

# Who it is stands in the window already; the second thing they know must not be printed beside the code.
_UNPRINTED = ("name", "address", "birth_date", "phone", "email")
_KEPT = 3


def letter(known: Mapping[str, Any], procedure: Procedure, answer_by: date) -> dict[str, Any]:
    """One letter's own values."""
    answers: Mapping[str, Any] = known["answers"]
    postal = answers.get("address") or {}
    return {
        "name": answers.get("name", ""),
        "number": known["number"],
        "postcode": postal.get("postcode", ""),
        "lines": [
            line
            for line in (postal.get("area", "") + postal.get("street", ""), postal.get("building", ""))
            if line
        ],
        "answer_by": show.day(answer_by, "ja"),
        "rows": list(rows(procedure, answers)),
        "account": bool(account(procedure, answers)),
    }


def rows(procedure: Procedure, answers: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """What the city has filled in, with its question; an account shows its last figures only."""
    found = []
    for ask in procedure.asks:
        value = answers.get(ask.key)
        if value is not None and ask.key not in _UNPRINTED:
            found.append((ask.label.say("ja").text, masked(ask, value)))
    return found


def masked(ask: Ask, value: Value) -> str:
    """A value as it may be printed: a letter that reaches somebody else must not give an account away."""
    if ask.kind == "bank_account" and isinstance(value, dict):
        number = value.get("number", "")
        kind = show.account_kind(value.get("kind", ""), "ja")
        hidden = "＊" * (len(number) - _KEPT) + number[-_KEPT:]
        return f"{value.get('bank', '')} {value.get('branch', '')} {kind} {hidden}"
    return show.plain(ask.field, value, "ja")


def account(procedure: Procedure, answers: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The bank account among some answers, whichever question asks for it."""
    for ask in procedure.asks:
        value = answers.get(ask.key)
        if ask.kind == "bank_account" and isinstance(value, dict):
            return value
    return None


def amount(procedure: Procedure, answers: Mapping[str, Any]) -> int:
    """What is paid: the city's own figure, which no answer changes."""
    for ask in procedure.asks:
        value = answers.get(ask.key)
        if ask.kind == "yen" and ask.locked and isinstance(value, int):
            return value
    return 0


def questions(procedure: Procedure) -> list[dict[str, Any]]:
    """The questions to tick or fill in on the paper that comes back: short ones only, the account has boxes of its own."""
    return [
        {
            "label": ask.label.say("ja").text,
            "choices": [choice.label.say("ja").text for choice in ask.field.choices],
            "kind": ask.kind,
        }
        for ask in procedure.asks
        if ask.kind in ("choice", "yes", "phone", "bank_account") and not ask.locked
    ]


def initials(answers: Mapping[str, Any]) -> str:
    """Whose letter it is, said so that only they know: the first sounds of the name."""
    name = str(answers.get("name_kana") or answers.get("name") or "")
    return "・".join(part[0] for part in name.split() if part)
