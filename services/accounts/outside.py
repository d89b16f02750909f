"""The providers outside: what they publish, a code exchanged for a signed statement, and that statement checked."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from portal.refused import Refused
from services.accounts.rules.providers import ALGORITHMS, Flow, Provider, authorization, is_safe

if TYPE_CHECKING:
    import httpx
    from joserfc.jwk import ECKey, KeySet, RSAKey

# A resident waits for this with an empty page, so a provider that is down is given up soon.
PATIENCE = 5.0
KEPT = timedelta(hours=1)
# Clocks of two machines.
SKEW = 60
LARGEST = 512 * 1024


@dataclass(frozen=True)
class Metadata:
    """What a provider publishes about itself."""

    authorization: str
    token: str
    keys: str
    read_at: datetime


@dataclass(frozen=True)
class Statement:
    """Who a provider says somebody is."""

    issuer: str
    subject: str
    claims: dict[str, Any]


class Client:
    """We as one provider knows us; keeps what the provider publishes for an hour."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._metadata: Metadata | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def begin(self, flow: Flow, back: str, now: datetime) -> str:
        """The address at which the provider asks the person to sign in."""
        return authorization(self.provider, self._published(now).authorization, flow, back)

    def finish(self, flow: Flow, code: str, back: str, now: datetime) -> Statement:
        """Exchange the code, and believe what comes only after every check of OpenID Connect Core 3.1.3.7."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": flow.verifier,
        }
        answer = self._call_token(form, now)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise Refused("provider_answer_wrong", 502)
        claims = self._verified(token, now)
        self._check(claims, flow, now)
        return Statement(self.provider.issuer, str(claims["sub"]), claims)

    def _published(self, now: datetime) -> Metadata:
        if self._metadata is None or now - self._metadata.read_at > KEPT:
            said = self._get(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            begin, token, keys = (
                str(said.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
            )
            # Another issuer's document under this address would let it speak for this one.
            if said.get("issuer") != self.provider.issuer or not all(map(is_safe, (begin, token, keys))):
                raise Refused("provider_answer_wrong", 502)
            self._metadata = Metadata(begin, token, keys, now)
        return self._metadata

    def _key_set(self, now: datetime, *, fresh: bool = False) -> "KeySet":
        from joserfc.jwk import KeySet

        if self._keys is None or fresh or now - self._keys[0] > KEPT:
            said = self._get(self._published(now).keys)
            # Keys of kinds that we do not know may stand among those that we do.
            known = [key for key in said.get("keys", []) if key.get("kty") in ("RSA", "EC")]
            self._keys = now, KeySet.import_key_set({"keys": known})
        return self._keys[1]

    def _verified(self, token: str, now: datetime) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        for fresh in (False, True):
            try:
                return dict(
                    jwt.decode(token, self._key_set(now, fresh=fresh), algorithms=list(ALGORITHMS)).claims
                )
            except (JoseError, ValueError):
                # The provider may have changed its keys since we read them, so they are read once more.
                continue
        raise Refused("provider_answer_wrong", 502)

    def _check(self, claims: dict[str, Any], flow: Flow, now: datetime) -> None:
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        moment = now.timestamp()
        fine = (
            claims.get("iss") == self.provider.issuer
            and self.provider.client_id in audiences
            and (len(audiences) == 1 or claims.get("azp") == self.provider.client_id)
            and claims.get("azp", self.provider.client_id) == self.provider.client_id
            and _number(claims.get("exp")) > moment - SKEW
            and _number(claims.get("iat")) < moment + SKEW
            and secrets.compare_digest(str(claims.get("nonce", "")), flow.nonce)
            and bool(claims.get("sub"))
        )
        if not fine:
            raise Refused("provider_answer_wrong", 502)

    def _call_token(self, form: dict[str, str], now: datetime) -> dict[str, Any]:
        import httpx

        address, provider = self._published(now).token, self.provider
        auth: httpx.BasicAuth | None = None
        if provider.client_auth == "client_secret_basic":
            auth = httpx.BasicAuth(provider.client_id, provider.client_secret)
        else:
            form = {**form, "client_id": provider.client_id}
        if provider.client_auth == "client_secret_post":
            form["client_secret"] = provider.client_secret
        if provider.client_auth == "private_key_jwt":
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            form["client_assertion"] = self._assertion(address, now)
        with self._http() as client:
            return self._json(lambda: client.post(address, data=form, auth=auth or httpx.USE_CLIENT_DEFAULT))

    def _assertion(self, address: str, now: datetime) -> str:
        from joserfc import jwt

        moment = int(now.timestamp())
        claims = {
            "iss": self.provider.client_id,
            "sub": self.provider.client_id,
            "aud": address,
            "jti": secrets.token_urlsafe(16),
            "iat": moment,
            "exp": moment + SKEW,
        }
        key = _private_key(self.provider.private_key)
        return jwt.encode({"alg": "RS256" if key.key_type == "RSA" else "ES256"}, claims, key)

    def _get(self, address: str) -> dict[str, Any]:
        with self._http() as client:
            return self._json(lambda: client.get(address))

    def _http(self) -> "httpx.Client":
        import httpx

        # A city's servers often reach the world through a proxy, but never themselves.
        far = self.provider.issuer.startswith("https://")
        return httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=far)

    def _json(self, call: Any) -> dict[str, Any]:
        import httpx

        try:
            answer: httpx.Response = call()
        except httpx.HTTPError:
            raise Refused("provider_down", 503) from None
        if answer.status_code >= 500:
            raise Refused("provider_down", 503)
        if answer.status_code != 200 or len(answer.content) > LARGEST:
            raise Refused("provider_refused", 502)
        try:
            said = answer.json()
        except ValueError:
            raise Refused("provider_answer_wrong", 502) from None
        if not isinstance(said, dict):
            raise Refused("provider_answer_wrong", 502)
        return said


def _private_key(pem: str) -> "RSAKey | ECKey":
    from joserfc.jwk import ECKey, RSAKey

    try:
        return RSAKey.import_key(pem)
    except ValueError:
        return ECKey.import_key(pem)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
