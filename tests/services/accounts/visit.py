"""Somebody at a browser: keeps cookies and the token of the last form, and comes from a network of their own."""

import html
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="_token" value="([^"]+)"')


@dataclass
class Visit:
    """One browser on one network."""

    app: Flask
    network: str = "203.0.113.5"
    agent: str = "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36"
    client: FlaskClient = field(init=False)
    token: str = ""
    last: TestResponse = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    @property
    def page(self) -> str:
        """The last page's source."""
        return html.unescape(self.last.get_data(as_text=True))

    @property
    def where(self) -> str:
        """Where the last answer leads, without the host."""
        parts = urlsplit(self.last.headers.get("Location", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def open(self, path: str) -> int:
        """Open a page; says its status."""
        return self._keep(self.client.get(path, **self._from()))

    def send(self, path: str, **typed: Any) -> int:
        """Send a form with the last page's token; says the status."""
        return self._keep(self.client.post(path, data={"_token": self.token, **typed}, **self._from()))

    def fill(self, path: str, **typed: Any) -> int:
        """Open a page and send its form."""
        self.open(path)
        return self.send(path, **typed)

    def follow(self) -> int:
        """Go where the last answer leads."""
        return self.open(self.where)

    def cookie(self, name: str) -> str:
        """The value of a cookie, or nothing."""
        found = self.client.get_cookie(name)
        return found.value if found else ""

    def _from(self) -> dict[str, Any]:
        return {
            "environ_base": {"REMOTE_ADDR": self.network, "HTTP_USER_AGENT": self.agent},
            "headers": {"Accept-Language": "ja"},
        }

    def _keep(self, answer: TestResponse) -> int:
        self.last = answer
        found = TOKEN.search(answer.get_data(as_text=True))
        self.token = found[1] if found else self.token
        return answer.status_code
