"""Pictures painted anew: upright, in plain colours, without place, time or camera, and no larger than is wanted."""

import io
import warnings
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

# What unfolds to more than a scanner's A2 is an attack.
MOST_POINTS = 60_000_000


class Unpaintable(Exception):
    """What cannot be painted anew; `why` is one word."""

    def __init__(self, why: Literal["too_large", "unreadable"]) -> None:
        self.why = why
        super().__init__(why)


def painted(content: bytes, longest: int) -> "Image":
    """A photograph as points of our own, its longer side no longer than this."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            # A camera's JPEG is unfolded at a half or a quarter of its size, so only what stays too large is refused.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened.draft("RGB", (longest, longest))
            if opened.width * opened.height > MOST_POINTS:
                raise Unpaintable("too_large")
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((longest, longest))
            return _plain(upright)
    except Image.DecompressionBombError:
        raise Unpaintable("too_large") from None
    except (OSError, ValueError, SyntaxError):
        raise Unpaintable("unreadable") from None


def written(picture: "Image", kind: Literal["JPEG", "WEBP"], quality: int) -> bytes:
    """The file of a painted picture; nothing but its points goes into it."""
    out = io.BytesIO()
    picture.save(out, kind, quality=quality)
    return out.getvalue()


def _plain(seen: Any) -> "Image":
    """In red, green and blue; what was see-through is white, as paper is."""
    from PIL import Image

    if "A" in seen.getbands() or "transparency" in seen.info:
        seen = seen.convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    return plain
