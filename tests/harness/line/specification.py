"""LINE's own OpenAPI description, tightened, where it lies beside the repository: what it says of a body, and bodies made from it."""

from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[4] / "shared" / "line-openapi"


def faults(how: str, path: str, told: Any) -> list[str]:
    """What the specification has against a body; nothing where it is not at hand, or names no body for the address."""
    schema = _bodies().get((how, path))
    if schema is None:
        return []
    return [f"{one.json_path}: {one.message[:200]}" for one in _validator(how, path).iter_errors(told)]


@cache
def read(name: str) -> dict[str, Any] | None:
    """One description, tightened: a base with a mapping becomes one of its kinds, each with its type."""
    file = FOLDER / name
    if not file.exists():
        return None
    import yaml

    found: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    schemas = found["components"]["schemas"]
    for base in [one for one in schemas.values() if "mapping" in one.get("discriminator", {})]:
        kinds = base["discriminator"]["mapping"]
        known = {kind: where for kind, where in kinds.items() if where.rpartition("/")[2] in schemas}
        field = base["discriminator"]["propertyName"]
        base["x-kinds"] = (field, known)
    return found


@cache
def _bodies() -> dict[tuple[str, str], dict[str, Any]]:
    found = read("messaging-api.yml")
    if found is None:
        return {}
    bodies = {}
    for path, ways in found["paths"].items():
        for how, way in ways.items():
            content = way.get("requestBody", {}).get("content", {}) if isinstance(way, dict) else {}
            if "application/json" in content:
                bodies[how.upper(), path] = content["application/json"]["schema"]
    return bodies


@cache
def _validator(how: str, path: str) -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    found = read("messaging-api.yml") or {}
    kind = extend(Draft202012Validator, {"x-kinds": _of_its_kind, "nullable": _nothing})
    return kind({**_bodies()[how, path], "components": found["components"]})


def _of_its_kind(validator: Any, kinds: tuple[str, dict[str, str]], told: Any, _: object) -> Any:
    """A thing of a base is one of its kinds; which one, its type says."""
    field, known = kinds
    kind = told.get(field) if isinstance(told, dict) else None
    if kind not in known:
        from jsonschema import ValidationError

        yield ValidationError(f"{field} is none of its kinds")
        return
    schema = validator.schema["components"]["schemas"] if "components" in validator.schema else _schemas()
    name = known[kind].rpartition("/")[2]
    own = {key: value for key, value in flat(schema, name).items() if key != "x-kinds"}
    yield from validator.descend(told, own)


def _schemas() -> dict[str, Any]:
    found = read("messaging-api.yml") or {}
    schemas: dict[str, Any] = found["components"]["schemas"]
    return schemas


def flat(schemas: dict[str, Any], name: str) -> dict[str, Any]:
    """A kind with what its base says, without the base's question which kind it is."""
    told = schemas[name]
    if "allOf" not in told:
        return dict(told)
    whole: dict[str, Any] = {"type": "object", "required": [], "properties": {}}
    for part in told["allOf"]:
        one = flat(schemas, part["$ref"].rpartition("/")[2]) if "$ref" in part else part
        whole["required"] += one.get("required", [])
        whole["properties"].update(one.get("properties", {}))
    return whole


def _nothing(*_: object) -> Any:
    return iter(())
