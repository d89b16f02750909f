"""What the alerts and the dashboard ask for is what the portal tells, label by label."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from portal.metrics import COUNTED, STANDING
from portal.words.refused import SENTENCES

DEPLOY = Path("deploy")
# What a room tells (Service.figures), and what Prometheus itself knows of every machine.
OTHERS = {"kurashi_queue_waiting": ("office",)}
NAME = re.compile(r"\b(kurashi_[a-z_]+)(?:\{([^}]*)\})?")
LABEL = re.compile(r'([a-z_]+)=~?"([^"]*)"')


def alerts() -> list[str]:
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"][0]["rules"]
    return [rule["expr"] for rule in rules]


def panels() -> list[str]:
    board = json.loads((DEPLOY / "grafana.json").read_text())
    return [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def labels(name: str) -> tuple[str, ...]:
    """The labels of a figure, by the name under which Prometheus stores it."""
    told = {**COUNTED, **STANDING}
    if name in OTHERS:
        return OTHERS[name]
    if name in told and not told[name].bounds:
        return told[name].labels
    base = re.sub(r"_(bucket|sum|count)$", "", name)
    assert base != name, name
    assert told[base].bounds, name
    return (*told[base].labels, "le") if name.endswith("_bucket") else told[base].labels


@pytest.mark.parametrize("asked", [alerts, panels])
def test_every_figure_that_is_asked_for_is_told(asked: Callable[[], list[str]]) -> None:
    found = [match for expression in asked() for match in NAME.finditer(expression)]

    assert len(found) > 12
    for match in found:
        assert {label for label, _ in LABEL.findall(match[2] or "")} <= set(labels(match[1])), match[0]


def test_every_code_that_is_watched_is_one_that_people_are_refused_with() -> None:
    codes = {
        code
        for expression in (*alerts(), *panels())
        for match in NAME.finditer(expression)
        for label, values in LABEL.findall(match[2] or "")
        for code in values.split("|")
        if match[1] == "kurashi_refused_total" and label == "code"
    }

    assert codes - set(SENTENCES) == set()
    assert "slot_taken" in codes


def test_every_alert_says_what_has_happened_and_what_to_do() -> None:
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"][0]["rules"]

    assert len(rules) == len({rule["alert"] for rule in rules})
    for rule in rules:
        assert rule["labels"]["severity"] in {"page", "ticket", "note"}
        assert " / " in rule["annotations"]["summary"]
