"""Every route has a door, every changing request needs our token, and no staff page opens to a stranger."""

from typing import TYPE_CHECKING, Any

from werkzeug.routing import IntegerConverter

from portal.doors import Door

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule

# How staff come in: these stand open, and each of them asks for something that only staff have.
STAFF_ENTRANCE = (
    "/staff/sign-in", "/staff/sign-out", "/staff/second", "/staff/switch", "/staff/lock", "/staff/passkey", "/staff/device",
    "/staff/invite/", "/staff/provider/",
)  # fmt: skip
# Addresses that are printed on paper, in QR codes and in other systems, so they stay.
STAYING = {
    "/", "/procedures", "/procedures/<key>", "/applications/", "/me", "/staff", "/components", "/health", "/ready", "/metrics", "/n/<number>",
    "/line/webhook", "/api/v1", "/api/v1/openapi.json", "/opendata", "/opendata/<key>", "/opendata/<key>.<form>", "/opendata/api/v1/<key>",
    "/opendata/catalog.jsonld", "/opendata/openapi.json",
}  # fmt: skip
# Routes that another system posts to; each proves itself otherwise, and says how in its `no_csrf`.
WITHOUT_TOKEN = {
    "/line/webhook",
    "/line/simulator/api/<path:rest>",
    "/payments/stripe/webhook",
    "/api/v1/<anything:rest>",
}
NOTHING = "01a1fc17-6c83-7826-8036-3d622ac79a57"
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def doors(app: "Flask") -> dict[str, Door | None]:
    """The door of every route but the static files."""
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    return {
        rule: getattr(view, "door", None) for rule, view in views.items() if not rule.startswith("/static/")
    }


def some_values(rule: "Rule") -> dict[str, Any]:
    """Something for each part of an address that varies: a number where one is asked for, else an id of nothing."""
    return {
        name: 1 if isinstance(rule._converters[name], IntegerConverter) else NOTHING
        for name in rule.arguments
    }


def test_every_route_has_a_door(app: "Flask") -> None:
    found = doors(app)

    assert found
    assert [rule for rule, door in found.items() if door is None] == []


def test_everything_of_the_staff_is_behind_a_staff_door(app: "Flask") -> None:
    loose = [
        rule
        for rule, door in doors(app).items()
        if rule.startswith("/staff")
        and not rule.startswith(STAFF_ENTRANCE)
        and (door is None or door.kind != "staff")
    ]

    assert loose == []


def test_a_stranger_sees_no_staff_page(app: "Flask") -> None:
    visitor = app.test_client()
    seen = []
    for rule in app.url_map.iter_rules():
        door = doors(app).get(rule.rule)
        if door is None or door.kind != "staff":
            continue
        values = some_values(rule)
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)
        for method in (rule.methods or set()) & {"GET", *CHANGING}:
            answer = visitor.open(path, method=method)
            if answer.status_code not in {302, 303, 400, 401, 403}:
                seen.append(f"{method} {path}: {answer.status_code}")

    assert seen == []


def test_a_resident_door_sends_a_stranger_to_sign_in(app: "Flask") -> None:
    visitor, looked_at = (
        app.test_client(),
        {one.rule for one in app.url_map.iter_rules() if "GET" in (one.methods or ())},
    )
    closed = [
        rule
        for rule, door in doors(app).items()
        if door and door.kind == "resident" and "<" not in rule and rule in looked_at
    ]

    assert closed
    for rule in closed:
        answer = visitor.get(rule)
        assert answer.status_code == 303, rule
        assert "/me/sign-in" in answer.headers["Location"]


def test_a_changing_request_without_our_token_changes_nothing(app: "Flask") -> None:
    visitor = app.test_client()
    taken = []
    for rule in app.url_map.iter_rules():
        if not (rule.methods or set()) & CHANGING or rule.rule in WITHOUT_TOKEN:
            continue
        values = some_values(rule)
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)
        if visitor.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code != 403:
            taken.append(path)

    assert taken == []
    assert {
        r.rule for r in app.url_map.iter_rules() if hasattr(app.view_functions[r.endpoint], "no_csrf")
    } == WITHOUT_TOKEN


def test_the_addresses_that_stay_are_there(app: "Flask") -> None:
    assert STAYING - {rule.rule for rule in app.url_map.iter_rules()} == set()
