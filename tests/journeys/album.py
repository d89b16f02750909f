"""The pages of the journeys without JavaScript, walked once a run and kept for every test that looks at them again."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from tests.harness import ground
from tests.journeys.walk import Journey, State, Visit


def keep(name: str, walk: Journey, visit: Callable[[], Visit]) -> Sequence[State]:
    """The states of a journey; the process that asks first walks it, the others read what it met."""
    with ground.alone(f"album-{name}") as file:
        if not file.exists():
            file.write_text(json.dumps(_walked(walk, visit())), encoding="utf-8")
        kept = json.loads(file.read_text(encoding="utf-8"))
    if kept["fault"]:
        raise AssertionError(f"the journey {name} did not reach its end: {kept['fault']}")
    return [State(**one) for one in kept["states"]]


def _walked(walk: Journey, visit: Visit) -> dict[str, object]:
    fault = ""
    try:
        walk(visit)
    except Exception as found:  # noqa: BLE001 (whatever stopped it is told by every test that needs these pages)
        fault = f"{type(found).__name__}: {found}"
    return {"fault": fault, "states": [asdict(one) for one in visit.states]}
