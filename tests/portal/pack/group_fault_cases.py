"""One planted fault of each kind in groups.toml, and what must be told about it."""

CLASSES = ("general", "youth", "seniors", "disability", "education")
GROUPS = "least_members = 5\nyears = 1\n" + "".join(
    f'\n[[class]]\nkey = "{key}"\ntitle = {{ ja = "見本", easy = "見本", en = "Mihon" }}\nmost_a_person = 2\n'
    for key in CLASSES
)
FILE = "groups.toml"
Case = tuple[dict[str, str], tuple[str, int, str, str]]


def changed(before: str, after: str, line: int, key: str, words: str) -> Case:
    """The file with one thing in it changed, and what is told of it."""
    assert before in GROUPS
    return {"groups_toml": GROUPS.replace(before, after, 1)}, (FILE, line, key, words)


# Which files are replaced, and the file, line, key and words of the fault that must come of it.
CASES: dict[str, Case] = {
    "a registration for no year at all": changed(
        "years = 1", "years = 0", 2, "years", "登録団体のきまりの数"
    ),
    "a class of groups with no plain name": changed(
        '"general"', '"一般"', 5, "class[1].key", "英小文字で始まる"
    ),
    "two classes of groups of one name": changed('"youth"', '"general"', 10, "class[2].key", "同じ key"),
    "a class of groups nobody can ask for": changed(
        '"general"', '"cats"', 5, "class[1].key", "選べない団体の種類です: cats"
    ),
    "a relief of a building that is not there": changed(
        "most_a_person = 2",
        'reliefs = { castle = "free" }',
        7,
        "class[1].reliefs",
        "この施設にない減免です: castle",
    ),
    "a class that comes first in no building": changed(
        "most_a_person = 2",
        'first_in = ["castle"]',
        7,
        "class[1].first_in",
        "buildings にない施設です: castle",
    ),
    "a class of groups without rules": changed(
        '"general"', '"youth"', 1, "", "団体の種類のきまりがありません: general"
    ),
}
