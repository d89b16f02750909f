"""写真: pictures of a building and its rooms, named by what is in them, with words for who does not see them."""

import re
from dataclasses import dataclass

from forms.reading import Table
from forms.wording import Wording

# More nobody looks at.
MOST = 12
SIDE = 1600
THUMB = 480
# Where a town's own lie, below its folder.
FOLDER = "buildings/photos"
SIZES = ("large", "small")
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Photo:
    """One picture; its key is the beginning of the SHA-256 of its large file, so that a key never shows anything else."""

    key: str
    # What is to be seen, for who cannot see it.
    alt: Wording
    # The room that it shows; empty: the building.
    unit: str
    width: int
    height: int

    @property
    def thumb(self) -> tuple[int, int]:
        """Width and height of the small file."""
        part = min(1, THUMB / max(self.width, self.height, 1))
        return round(self.width * part), round(self.height * part)


def read(table: Table) -> tuple[Photo, ...]:
    """The pictures of a building's file, in the order in which they are shown."""
    rows = table.tables("photo")
    if len(rows) > MOST:
        table.fault("photo", f"写真は{MOST}枚までです")
    return tuple(_read(one) for one in rows)


def is_key(text: str) -> bool:
    """Whether a text can be the key of a picture."""
    return _KEY.fullmatch(text) is not None


def file_name(key: str, size: str) -> str:
    """What one size of a picture is called."""
    return f"{key}-{size}.webp"


def _read(table: Table) -> Photo:
    key = table.text("key", needed=True)
    if not is_key(key):
        table.fault("key", "写真の key は、画面で入れると付きます（32けたの16進数）")
    found = Photo(
        key,
        table.wording("alt", needed=True),
        table.text("unit"),
        _side(table, "width"),
        _side(table, "height"),
    )
    table.finish()
    return found


def _side(table: Table, key: str) -> int:
    found = table.integer(key) or 0
    if not 0 < found <= SIDE:
        table.fault(key, f"1から{SIDE}までの数で書いてください")
    return found
