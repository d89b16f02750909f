"""The phone of the made-up LINE: its talk lies in a file beside the sample mails, never in the town's database."""

import fcntl
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.settings import Settings
from services.chat.rules import simulated
from services.chat.rules.line_shapes import Json

# Of a long talk the end is enough to try things out.
MOST = 60
_REPLY, _PUSH, _MULTICAST = "/v2/bot/message/reply", "/v2/bot/message/push", "/v2/bot/message/multicast"


@dataclass
class Kept:
    """What the phone shows and knows: lines {mine, message}, reply tokens not used yet, the menu, pictures sent."""

    lines: list[Json] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    menu: str = ""
    followed: bool = False
    sent: int = 0


@dataclass(frozen=True)
class Phone:
    """The phone, in a folder."""

    folder: Path

    def look(self) -> Kept:
        """As it is now."""
        try:
            return Kept(**json.loads((self.folder / "phone.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Kept()

    @contextmanager
    def change(self) -> Iterator[Kept]:
        """As it is now, kept as it is afterwards; one at a time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = self.look()
            yield kept
            kept.lines, kept.tokens, kept.keys = kept.lines[-MOST:], kept.tokens[-MOST:], kept.keys[-MOST:]
            draft = self.folder / "phone.draft"
            draft.write_text(json.dumps(vars(kept), ensure_ascii=False), encoding="utf-8")
            draft.replace(self.folder / "phone.json")

    def keep_picture(self, name: str, content: bytes) -> None:
        """A picture that was sent, for whoever asks for the message's content."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{int(name)}.picture").write_bytes(content)

    def picture(self, name: str) -> bytes | None:
        """A picture that was sent."""
        path = self.folder / f"{name}.picture"
        return path.read_bytes() if name.isdecimal() and path.is_file() else None

    def clear(self) -> None:
        """A new phone."""
        for path in (*self.folder.glob("*.picture"), self.folder / "phone.json"):
            path.unlink(missing_ok=True)


def phone(settings: Settings) -> Phone | None:
    """The phone of a town that tries LINE out; None everywhere else."""
    return Phone(settings.home / "line-simulator") if settings.line_simulated else None


def tell(kept: Kept, event: Json, shown: Json | None) -> None:
    """The phone does something: what its owner sees of that, and the token an answer may come with."""
    if shown is not None:
        kept.lines.append({"mine": True, "message": shown})
    kept.sent += 1
    if token := event.get("replyToken"):
        kept.tokens.append(token)


def answer(phone: Phone, method: str, path: str, told: Mapping[str, Any], key: str) -> tuple[int, Json]:
    """What LINE would answer to a call of ours; what it does not know here it says it does not know."""
    if path == _REPLY:
        with phone.change() as kept:
            if told.get("replyToken") not in kept.tokens:
                return 400, {"message": "Invalid reply token"}
            kept.tokens.remove(told["replyToken"])
            _arrived(kept, told)
        return 200, {"sentMessages": []}
    if path in (_PUSH, _MULTICAST):
        with phone.change() as kept:
            if key and key in kept.keys:
                return 409, {"message": "The retry key is already accepted"}
            kept.keys.append(key)
            if simulated.USER in (told.get("to"), *(told.get("to") or ())) and kept.followed:
                _arrived(kept, told)
        return 200, {"sentMessages": []}
    return _asked(phone, method, path)


def _asked(phone: Phone, method: str, path: str) -> tuple[int, Json]:
    if path.startswith("/v2/bot/profile/"):
        return 200, simulated.profile(simulated.language(phone.look().menu))
    if path.endswith("/linkToken"):
        return 200, {"linkToken": secrets.token_hex(16)}
    answers: dict[tuple[str, str], Json] = {
        ("GET", "/v2/bot/message/quota"): {"type": "none"},
        ("GET", "/v2/bot/message/quota/consumption"): {"totalUsage": 0},
        ("POST", "/v2/bot/chat/loading/start"): {},
    }
    known = answers.get((method, path))
    return (404, {"message": "Not found"}) if known is None else (200, known)


def _arrived(kept: Kept, told: Mapping[str, Any]) -> None:
    kept.lines += [{"mine": False, "message": one} for one in told.get("messages", ())]


def sample_photo(now: datetime) -> bytes:
    """A road with a hole in it, drawn, for whoever has no photo at hand."""
    import io

    from PIL import Image, ImageDraw

    image = Image.new("RGB", (960, 720), "#8d9196")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 960, 170), fill="#b9c7a2")
    pen.rectangle((455, 200, 505, 420), fill="#f4f4f0")
    pen.ellipse((300 + now.second, 430, 640, 610), fill="#3c3a38", outline="#6b6f74", width=14)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
