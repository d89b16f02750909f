"""A real OpenID Connect provider on the loopback: discovery, RS256 keys, PKCE and client authentication enforced."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "kurashi", "a secret of the tests"
Claims = dict[str, Any]


@dataclass
class Issued:
    """A code and what it was asked for with."""

    challenge: str
    nonce: str
    redirect_uri: str
    subject: str


@dataclass
class Provider:
    """What the provider knows; a test may bend what it says, to see that nothing bent is believed."""

    back: str
    clock: Callable[[], float] = time.time
    subject: str = "card-4711"
    more: Claims = field(default_factory=dict)
    bend: Callable[[Claims], Claims] = lambda claims: claims
    sign_with: RSAKey | None = None
    header: dict[str, str] = field(default_factory=dict)
    client_auth: str = "client_secret_basic"
    client_key: RSAKey | None = None
    down: bool = False
    said_issuer: str = ""
    asked: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    codes: dict[str, Issued] = field(default_factory=dict)
    issuer: str = ""

    def discovery(self) -> Claims:
        return {
            "issuer": self.said_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def rotate(self) -> None:
        """Sign with a new key from now on, and publish no other."""
        self.key = RSAKey.generate_key(2048, {"kid": f"k{time.monotonic_ns()}"})

    def authorize(self, query: dict[str, str]) -> str | None:
        """The person signs in; where the browser is sent back to, or None where the question is not allowed."""
        needed = {"state", "nonce", "code_challenge", "scope", "redirect_uri", "client_id"}
        allowed = (
            needed <= query.keys()
            and query["client_id"] == CLIENT
            and query["response_type"] == "code"
            and query["code_challenge_method"] == "S256"
            and "openid" in query["scope"].split()
            and query["redirect_uri"] == self.back
        )
        if not allowed:
            return None
        code = f"code-{len(self.codes)}-{time.monotonic_ns()}"
        issued = Issued(query["code_challenge"], query["nonce"], query["redirect_uri"], self.subject)
        self.codes[code] = issued
        return f"{self.back}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def token(self, form: dict[str, str], authorization: str) -> Claims | None:
        """A signed statement for a code, once, for the client that can prove itself and knows the verifier."""
        issued = self.codes.pop(form.get("code", ""), None)
        if issued is None or not self._is_client(form, authorization):
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if proof != issued.challenge or form.get("redirect_uri") != issued.redirect_uri:
            return None
        moment = int(self.clock())
        claims = {
            "iss": self.issuer, "sub": issued.subject, "aud": CLIENT, "nonce": issued.nonce,
            "iat": moment, "exp": moment + 300, **self.more,
        }  # fmt: skip
        header = {"alg": "RS256", "kid": str(self.key.kid), **self.header}
        return {
            "id_token": jwt.encode(header, self.bend(claims), self.sign_with or self.key),
            "token_type": "Bearer",
        }

    def _is_client(self, form: dict[str, str], authorization: str) -> bool:
        if self.client_auth == "client_secret_basic":
            expected = base64.b64encode(f"{CLIENT}:{SECRET}".replace(" ", "%20").encode()).decode()
            plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            return authorization in (f"Basic {expected}", f"Basic {plain}")
        if self.client_auth == "client_secret_post":
            return form.get("client_secret") == SECRET and form.get("client_id") == CLIENT
        if self.client_auth == "private_key_jwt" and self.client_key is not None:
            said = jwt.decode(form.get("client_assertion", ""), self.client_key, algorithms=["RS256"]).claims
            return (said["iss"], said["sub"], said["aud"]) == (CLIENT, CLIENT, f"{self.issuer}/token")
        return False


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:
        provider, parts = self.server.provider, urlsplit(self.path)
        provider.asked.append(parts.path)
        if provider.down:
            return self._say(503, {})
        if parts.path == "/.well-known/openid-configuration":
            return self._say(200, provider.discovery())
        if parts.path == "/keys":
            return self._say(200, dict(KeySet([provider.key]).as_dict(private=False)))
        if parts.path == "/authorize":
            back = provider.authorize({name: values[0] for name, values in parse_qs(parts.query).items()})
            return self._say(400, {}) if back is None else self._lead(back)
        return self._say(404, {})

    def do_POST(self) -> None:
        self.server.provider.asked.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        answer = self.server.provider.token(form, self.headers.get("Authorization", ""))
        return self._say(400, {"error": "invalid_grant"}) if answer is None else self._say(200, answer)

    def _lead(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def _say(self, status: int, body: Claims) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """The tests say what happened."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, provider: Provider) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.provider = provider
        provider.issuer = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Serve a provider until the block ends."""
    server = _Server(provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
