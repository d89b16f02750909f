"""The first version of a procedure's file: whole enough to pass the check, commented so that a clerk can go on from it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

WAYS: Mapping[str, str] = MappingProxyType(
    {"online": "オンライン", "window": "窓口", "post": "郵送", "elsewhere": "よその窓口やサイト"}
)
_REMAINS: Mapping[str, str] = MappingProxyType(
    {
        "window": '{ ja = "窓口に来てください。", easy = "まどぐちに 来てください。", en = "Come to the counter with it." }',
        "post": '{ ja = "印刷して郵送してください。", easy = "いんさつして ゆうびんで 出してください。", en = "Print and post it." }',
    }
)
# Keys of a copied file that belong to the original alone.
_OF_THE_ORIGINAL = re.compile(r"^(?:number|state)\s*=.*\n", re.MULTILINE)
_TITLE = re.compile(r"^title\s*=\s*\{.*?\}[ \t]*$", re.MULTILINE)
_DIVISION = re.compile(r'^division\s*=\s*".*"', re.MULTILINE)
_DRAFT = """# 書きかけの印。住民には見えません。できあがったら、この行を消します。
state = "draft"
"""


@dataclass(frozen=True)
class Said:
    """The same words in three languages; what was not given is filled with Japanese, and marked as such."""

    ja: str
    easy: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        # A title is one line, in a comment as in a text.
        for name in ("ja", "easy", "en"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))

    def __str__(self) -> str:
        return f"{{ ja = {quoted(self.ja)}, easy = {quoted(self.easy or self.ja)}, en = {quoted(self.en or self.ja)} }}"

    @property
    def whole(self) -> bool:
        """Whether nobody has to come back for another language."""
        return bool(self.easy and self.en)


@dataclass(frozen=True)
class Plan:
    """What a clerk said about a procedure to come."""

    key: str
    title: Said
    division: str
    number: str = ""
    who: Said | None = None
    ways: Sequence[str] = ("online", "window")
    asks: Sequence[str] = field(default=("name", "phone"))


def quoted(text: str) -> str:
    """A text as TOML writes it on one line."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(" " if ord(letter) < 0x20 else letter for letter in safe) + '"'


def text(plan: Plan) -> str:
    """The whole file."""
    parts = [_head(plan), *(_way(kind) for kind in plan.ways)]
    # Nothing is asked where it is done elsewhere.
    if set(plan.ways) != {"elsewhere"}:
        parts.append(_steps(plan))
    return "\n".join(parts)


def like(original: str, plan: Plan) -> str:
    """A copy of another procedure's file under its own title, as a draft, without what only one can have."""
    head, mark, rest = original.partition("\n[")
    head = _OF_THE_ORIGINAL.sub("", head + "\n")
    head = _TITLE.sub(lambda _: f"title = {plan.title}", head, count=1)
    head = _DIVISION.sub(f"division = {quoted(plan.division)}", head, count=1)
    number = f"number = {quoted(plan.number)}\n" if plan.number else ""
    note = f"# {plan.title.ja}（ほかの手続を写したもの。★ 根拠、言葉、質問を、この手続に合わせて直してください）\n#\n"
    place = head.index("title =")
    return note + head[:place] + _DRAFT + number + head[place:].rstrip("\n") + "\n" + mark + rest


def _head(plan: Plan) -> str:
    star = "" if plan.title.whole else "  # ★ easy（やさしい日本語）と en（英語）を書き直してください"
    who = plan.who or Said(
        "この市に住んでいる方です。", "この市に すんでいる 人です。", "Residents of this city."
    )
    online = "online" in plan.ways
    completes = "online" if online else "elsewhere" if set(plan.ways) == {"elsewhere"} else "preparation"
    number = f"number = {quoted(plan.number)}" if plan.number else '# number = "5901"'
    lines = [
        f"# {plan.title.ja}",
        "#",
        "# 根拠  ★ 法律や条例の名前と条を書いてください。尋ねてよいのは、根拠のあることだけです。",
        "# 書き方は docs/adding-a-procedure.md にあります。# で始まる行は、人のためのメモです。",
        "",
        _DRAFT,
        f"title = {plan.title}{star}",
        f"# 一文の説明。★ 書き直してください。\nsummary = {plan.title}",
        "# 住民の言い方。最初のページに出ます。",
        f"# verb = {plan.title}",
        "# 探すときに使われそうな、ほかの言葉。",
        f"search = [{quoted(plan.title.ja)}]",
        f"# 広報番号。4けた。決まってから書いてもかまいません。\n{number}",
        "# 担当の部署。divisions.csv の「部署ID」です。",
        f"division = {quoted(plan.division)}",
        '# law = "○○条例第○条"',
        f"# どんな人の手続か。\nwho = {who}",
        "# かかる時間（分）と、標準処理期間（開庁日）。\nminutes = 5\n# processing_days = 5",
        "# 決め方。none（届出）、one_step（一人の決裁）、two_steps（二人）。",
        'decision = "none"',
        "# どこまで済むか。online（全部）、partly（何か残る）、preparation（紙を作るだけ）、elsewhere（よそ）。",
        f'completes = "{completes}"',
    ]
    if completes == "preparation":
        lines.append(f"# 何が残るか。\nremains = {_REMAINS[plan.ways[0]]}")
    if completes == "elsewhere":
        lines.append('# 行き先。★ 書き直してください。\nlink = "https://www.example.jp/"')
    return "\n".join(lines) + "\n"


def _way(kind: str) -> str:
    lines = ["[[way]]", f"# {WAYS[kind]}", f'kind = "{kind}"']
    if kind == "online":
        lines += [
            "# 確かさ。none、contact（電話かメール）、login（サインイン）、signature（カードの署名）。",
            'assurance = "contact"',
        ]
    lines.append(f'completes = "{ {"online": "online", "elsewhere": "elsewhere"}.get(kind, "preparation") }"')
    if kind in _REMAINS:
        lines.append(f"remains = {_REMAINS[kind]}")
    if kind == "elsewhere":
        lines.append('# ★ 書き直してください。\nlink = "https://www.example.jp/"')
    return "\n".join(lines) + "\n"


def _steps(plan: Plan) -> str:
    """One page of the person, one of everything else; attachments come last, for nothing is kept on a first page."""
    papers = [key for key in plan.asks if key.startswith("doc_")]
    asked = [key for key in plan.asks if key not in papers] or ["name"]
    pages = [asked[:5], *(asked[place : place + 5] for place in range(5, len(asked), 5))]
    said = [Said("書いてください", "書いてください", "Please fill in")] + [
        Said(f"つづき {place}", f"つづき {place}", f"Continued {place}") for place in range(1, len(pages))
    ]
    found = [
        _step(f"page{place}", title, keys)
        for place, (title, keys) in enumerate(zip(said, pages, strict=True), 1)
    ]
    if papers:
        found.append(
            _step(
                "papers",
                Said("添付するもの", "しゃしんや 書るい", "Papers"),
                papers,
                'when = { way = "online" }',
            )
        )
    return "\n".join(found)


def _step(key: str, title: Said, asks: Sequence[str], when: str = "") -> str:
    lines = [
        "# 一画面。title は画面の題、ask は尋ねる項目（辞書のキー）です。",
        '# 書かなくてもよい項目は { field = "email", optional = true } と書きます。',
        "[[step]]",
        f'key = "{key}"',
        f"title = {title}",
        *([when] if when else []),
        "ask = [",
        *(f"  {quoted(one)}," for one in asks),
        "]",
    ]
    return "\n".join(lines) + "\n"
