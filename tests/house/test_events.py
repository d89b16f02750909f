"""How rooms meet: every event by name, who fires it and who hears it; nothing is heard that is never fired."""

import ast
from collections import defaultdict
from pathlib import Path

import services
from portal.states import State
from tests.house import sources

# The list of all events. A new one is added here, so that whoever reads a change sees that the house speaks of something new.
FIRED = {
    "building.closed": {"services/reservations/actions/blocking.py"},
    "building.opened": {"services/reservations/actions/blocking.py"},
    "case.arrived": {"portal/arrivals.py"},
    "case.*": {"portal/inbox.py"},
    "case.erased": {"services/records/actions/erasing.py"},
    "charge.changed": {"portal/payments/reducing.py"},
    "disaster.switched": {"portal/disaster.py"},
    "line.sent": {"services/chat/actions/line_sending.py"},
    "letter.opened": {"services/mailings/actions/answering.py"},
    "outbox.dead": {"portal/outbox/ending.py"},
    "payment.paid": {"portal/payments/__init__.py"},
    "payment.refunded": {"portal/payments/__init__.py"},
    "resident.erased": {"services/accounts/actions/erasing.py"},
    "resident.merged": {"services/accounts/actions/residents.py"},
    "ticket.called": {"services/queue/actions/calling.py"},
    "ticket.served": {"services/queue/actions/calling.py"},
    "slot.freed": {"services/reservations/actions/standing.py"},
    "slot.freeing": {"services/reservations/actions/standing.py"},
    "staff.moved": {"services/accounts/actions/staff_people.py"},
}
HEARD = {
    "building.closed": {"appointments", "crematorium"},
    "building.opened": {"appointments", "crematorium"},
    **{f"case.{state.value}": {"connections"} for state in State},
    "case.accepted": {"payments", "connections"},
    "case.arrived": {"mailings", "connections"},
    "case.decided": {"connections", "reservations"},
    "case.done": {"connections", "reports"},
    "case.returned": {"mailings", "payments", "connections", "reports", "reservations", "crematorium"},
    "case.withdrawn": {"mailings", "payments", "connections", "reports", "reservations", "crematorium"},
    "charge.changed": {"payments"},
    "disaster.switched": {"chat"},
    "line.sent": {"notices"},
    "letter.opened": {"applications"},
    "outbox.dead": {"connections", "notices"},
    "case.erased": {
        "applications",
        "appointments",
        "batches",
        "crematorium",
        "desk",
        "payments",
        "reports",
        "reservations",
        "window",
    },
    "payment.refunded": {"payments"},
    "resident.erased": {"applications", "chat", "crematorium", "reports", "reservations", "window"},
    "resident.merged": {"applications", "crematorium", "reservations"},
    "slot.freeing": {"reservations"},
    "staff.moved": {"desk"},
}


def fired() -> dict[str, set[str]]:
    """Every event that is fired, with the files that do; a name that is put together ends in a star."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in sources.python("portal", "services"):
        # Most files fire nothing, and reading them as Python is what takes seconds.
        if "fire(" not in sources.text(file):
            continue
        for node in sources.nodes(file):
            if isinstance(node, ast.Call) and _name(node.func) == "fire" and len(node.args) == 2:
                found[_said(node.args[1])].add(str(file))
    return dict(found)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _said(word: ast.expr) -> str:
    if isinstance(word, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in word.values)
    return str(ast.literal_eval(word))


def test_the_list_of_fired_events_is_whole() -> None:
    assert fired() == FIRED


def test_the_list_of_hearers_is_whole() -> None:
    heard: dict[str, set[str]] = defaultdict(set)
    for room in services.ALL:
        for event in room.on:
            heard[event].add(room.name)

    assert heard == HEARD


def test_nothing_is_heard_that_nobody_fires() -> None:
    known = {*FIRED, *(f"case.{state.value}" for state in State)}

    assert set(HEARD) <= known


def test_a_room_declares_what_it_fires() -> None:
    by_room = {room.name: set(room.fires) for room in services.ALL}
    found: dict[str, set[str]] = {name: set() for name in by_room}
    for event, files in fired().items():
        for file in map(Path, files):
            if file.parts[0] == "services":
                found[file.parts[1]].add(event)

    assert found == by_room
