"""文字認識: a recogniser inside the city's own network reads the face of a document; the picture goes nowhere else and is not kept.

The contract: `POST <address>?kind=licence` with the picture as the body (`image/jpeg` or `image/png`). The recogniser answers 200 with
`{"name": "…", "name_kana": "…", "address": "…", "birth_date": "1955-04-01", "sex": "female", "number": "…", "doubts": ["…"]}`, of which
every part but the name may be left out, or 422 where it cannot read the picture. It must keep neither.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from forms.cards.kinds import CardKind
from forms.cards.unreadable import Unreadable
from forms.cards.values import CardValues, from_mapping
from portal.refused import Refused
from portal.settings import Settings
from portal.tracing import onward

if TYPE_CHECKING:
    import httpx

# Somebody stands at the counter meanwhile.
PATIENCE = 15.0
LARGEST = 8 * 1024 * 1024
HEARD = 64 * 1024
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}

Recognise = Callable[[bytes, CardKind], CardValues]


def recogniser(settings: Settings) -> Recognise | None:
    """The town's recogniser; None, as in every town that has not set one, where faces of documents are only looked at."""
    if not settings.card_ocr_url:
        return None
    return Recogniser(settings.card_ocr_url)


class Recogniser:
    """One address that reads pictures."""

    def __init__(self, address: str) -> None:
        # Settings take only an address inside the city's network.
        self.address = address

    def __call__(self, picture: bytes, kind: CardKind) -> CardValues:
        """What the picture says, checked like everything else that comes from a document."""
        media = next((media for start, media in KINDS.items() if picture.startswith(start)), None)
        if media is None or len(picture) > LARGEST:
            raise Unreadable("picture_kind")
        told = self._ask(picture, media, kind)
        wanted = ("name", "name_kana", "address", "birth_date", "sex", "number", "doubts")
        return from_mapping({**{key: told[key] for key in wanted if key in told}, "kind": kind})

    def _ask(self, picture: bytes, media: str, kind: CardKind) -> dict[str, Any]:
        import httpx

        # Reading all authorities' certificates takes longer than the call, and without encryption nobody asks for them.
        shown = self.address.startswith("https:")
        try:
            with httpx.Client(
                verify=shown, timeout=PATIENCE, trust_env=False, follow_redirects=False
            ) as client:
                said = client.post(
                    self.address,
                    params={"kind": str(kind)},
                    content=picture,
                    headers={**onward(), "Content-Type": media},
                )
        except httpx.HTTPError:
            raise Refused("ocr_down", 503) from None
        return _told(said)


def _told(said: "httpx.Response") -> dict[str, Any]:
    if said.status_code == 422:
        raise Unreadable("picture_unread")
    if said.status_code != 200 or len(said.content) > HEARD:
        raise Refused("ocr_down", 503)
    try:
        told = said.json()
    except ValueError:
        raise Refused("ocr_down", 503) from None
    if not isinstance(told, dict):
        raise Refused("ocr_down", 503)
    return told
