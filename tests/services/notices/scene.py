"""What tests of notices share: the morning, people at their desks, what they press."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.harness.line.events import MORNING

__all__ = ["MORNING", "press"]
_TOKEN = re.compile(rb'name="_token" value="([^"]+)"')


def press(client: FlaskClient, path: str, at: str, **typed: Any) -> TestResponse:
    """Send a form of the page `at` to its address."""
    found = _TOKEN.search(client.get(at).data)
    assert found, at
    return client.post(path, data={"_token": found[1].decode(), **typed})
