"""The OpenAPI document, made from the declarations that the answers are checked with; nothing is written twice."""

import re
from typing import Any

import msgspec

from forms.wording import Wording
from services.connections.rules.endpoints import ENDPOINTS, FAULTS, ROOT, Endpoint
from services.connections.rules.questions import parameters
from services.connections.rules.shapes import Problem

PROBLEM = "application/problem+json"
_REF = "#/components/schemas/{name}"
_PART = re.compile(r"{(\w+)}")
# The parts of addresses; the routes turn what does not look like this away.
PARTS = {
    "key": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,59}$"},
    "case_id": {"type": "string", "format": "uuid"},
    "file_id": {"type": "string", "format": "uuid"},
}


def document(title: str, server: str) -> dict[str, Any]:
    """The whole document of one town."""
    shapes = sorted({one.answer for one in ENDPOINTS if one.answer} | {Problem}, key=lambda one: one.__name__)
    named, defined = msgspec.json.schema_components(shapes, ref_template=_REF)
    refs = dict(zip(shapes, named, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "description": "読むだけのAPI / A read-only API"},
        "servers": [{"url": server.rstrip("/") + ROOT}],
        "paths": {one.path: {"get": _operation(one, refs)} for one in ENDPOINTS},
        "components": {
            "schemas": defined,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def said(words: Wording) -> str:
    """Japanese and English in one line, as a document has one text for all its readers."""
    return f"{words.texts['ja']} / {words.texts['en']}"


def _operation(one: Endpoint, refs: dict[Any, Any]) -> dict[str, Any]:
    parts = [
        {"name": name, "in": "path", "required": True, "schema": PARTS[name]} for name in _PART.findall(one.path)
    ]  # fmt: skip
    return {
        "operationId": one.name,
        "summary": said(one.summary),
        "security": [] if one.public else [{"token": []}],
        "parameters": [*parts, *(parameters(one.question) if one.question else []), _CONDITION],
        "responses": {
            "200": _fine(one, refs),
            "304": {"description": "変わっていません / Not modified", "headers": _TAG},
            **{str(fault.status): _fault(fault.title, refs) for fault in FAULTS.values() if _may(one, fault.status)},
        },
    }  # fmt: skip


_TAG = {"ETag": {"schema": {"type": "string"}}}
_CONDITION = {
    "name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "前に受け取った ETag / the ETag as last received",
}  # fmt: skip


def _fine(one: Endpoint, refs: dict[Any, Any]) -> dict[str, Any]:
    if one.answer is None:
        body: dict[str, Any] = {
            "*/*": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
        }
        return {"description": said(one.summary), "headers": _TAG, "content": body}
    content = {"application/json": {"schema": refs[one.answer]}}
    links = {name: {"operationId": name, "parameters": dict(parts)} for name, parts in one.leads}
    return {
        "description": said(one.summary),
        "headers": _TAG,
        "content": content,
        **({"links": links} if links else {}),
    }


def _fault(title: Wording, refs: dict[Any, Any]) -> dict[str, Any]:
    return {"description": said(title), "content": {PROBLEM: {"schema": refs[Problem]}}}


def _may(one: Endpoint, status: int) -> bool:
    """Whether this address can answer so."""
    always = {400, 500} if one.public else {400, 401, 429, 500}
    return status in always | one.refusals
