"""`flask procedure …`: begin a procedure, look at it alone, and give editors its schema."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click

from forms import steps
from forms.field import Field
from portal.authoring import likeness, scaffold
from portal.authoring.scaffold import WAYS, Plan, Said
from portal.pack import check, reader
from portal.pack.loaded import COMMON, Loaded
from portal.service import Service

HOST, PORT = "127.0.0.1", 8010
# A field this near, and nearer than the next by so much, is taken without asking.
SURE, AHEAD = 0.75, 0.1


def group(services: Sequence[Service], packs: Path, town: str) -> click.Group:
    """The commands for one deployment: its rooms, its folder of packs, and the town that is meant by itself."""
    found = click.Group(
        "procedure", help="手続を書く: new（作る）、preview（下見）、schema（エディターの手助け）。"
    )
    found.add_command(_new(packs, town))
    found.add_command(_preview(services, packs, town))
    found.add_command(_schema())
    return found


def _new(packs: Path, usual: str) -> click.Command:
    @click.command(
        help="新しい手続のファイルを作ります。尋ねられたことに答えるだけで、検査に通るものができます。"
    )
    @click.argument("key")
    @click.option("--town", default=usual, help="市のフォルダーの名前。全国共通なら common")
    @click.option("--like", "original", default="", help="写すもとの手続（juminhyo など）")
    @click.option("--title", help="手続の名前（日本語）")
    @click.option("--easy", default="", help="手続の名前（やさしい日本語）")
    @click.option("--en", default="", help="手続の名前（英語）")
    @click.option("--division", help="担当の部署ID（divisions.csv）")
    @click.option("--who", help="どんな人の手続か")
    @click.option("--way", "ways", multiple=True, type=click.Choice(list(WAYS)), help="方法。何度でも")
    @click.option("--ask", "asks", multiple=True, help="尋ねること。言葉でもキーでも。何度でも")
    def new(key: str, town: str, original: str, **given: Any) -> None:
        folder = packs / town
        loaded = _loaded(packs, usual if town == COMMON else town)
        _may_be_new(key, folder, loaded)
        if original and original not in loaded.procedures:
            raise click.ClickException(
                f"写すもとの手続がありません: {original}{_listed(sorted(loaded.procedures))}"
            )
        plan = _plan(key, loaded, bool(original), **given)
        text = scaffold.like(_source(packs, folder, original), plan) if original else scaffold.text(plan)
        _write(folder / "procedures" / f"{key}.toml", text, packs / (usual if town == COMMON else town))

    return new


def _loaded(packs: Path, town: str) -> Loaded:
    folder = packs / town
    if not (folder / "town.toml").is_file():
        towns = sorted(path.parent.name for path in packs.glob("*/town.toml"))
        raise click.ClickException(f"その市のフォルダーがありません: {town}{_listed(towns)}")
    return reader.load(folder)


def _listed(names: Sequence[str]) -> str:
    return f"\n使えるもの: {'、'.join(names)}"


def _may_be_new(key: str, folder: Path, loaded: Loaded) -> None:
    if not steps.KEY.fullmatch(key):
        raise click.ClickException(
            f"手続の名前に使えません: {key}\n半角の英小文字で始め、英小文字・数字・_ だけにしてください。例: inu_shibo"
        )
    there = [root / "procedures" / f"{key}.toml" for root in (folder, loaded.folder, loaded.common)]
    if path := next((path for path in there if path.exists()), None):
        raise click.ClickException(f"もうあります: {path}\n別の名前にするか、そのファイルを直してください。")


def _plan(key: str, loaded: Loaded, copied: bool, **given: Any) -> Plan:
    """What was given as options, and what is asked for now."""
    ja = given["title"] or click.prompt("手続の名前（例: 犬の死亡の届出）")
    asking = not given["title"]
    easy = given["easy"] or (
        _if_any("やさしい日本語の名前（あとでもよい。例: いぬが しんだ とどけ）") if asking else ""
    )
    en = given["en"] or (_if_any("英語の名前（あとでもよい）") if asking else "")
    title, division = Said(ja, easy, en), _division(given["division"], loaded)
    number = _free_number(loaded)
    if copied:
        return Plan(key, title, division, number)
    who = given["who"] or (
        _if_any("どんな人の手続ですか（空なら「この市に住んでいる方です。」）") if asking else ""
    )
    ways = given["ways"] or (_ways() if asking else ("online", "window"))
    asks = _asks(given["asks"], loaded) if given["asks"] or not asking else _asked(loaded)
    return Plan(key, title, division, number, Said(who) if who else None, ways, asks or ("name", "phone"))


def _if_any(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False))


def _division(given: str | None, loaded: Loaded) -> str:
    names = {one.id: one.name.say("ja").text for one in loaded.divisions}
    if given is None:
        click.echo("部署: " + "、".join(f"{id}（{name}）" for id, name in names.items()))
    while True:
        said = given or click.prompt("担当の部署ID（または名前）")
        matching = [id for id, name in names.items() if said in (id, name)]
        if matching:
            return matching[0]
        if given is not None:
            raise click.ClickException(f"divisions.csv にない部署です: {given}{_listed(list(names))}")
        click.echo(f"divisions.csv にありません: {said}")


def _ways() -> tuple[str, ...]:
    click.echo("方法: " + "、".join(f"{kind}（{name}）" for kind, name in WAYS.items()))
    while True:
        said = click.prompt("どの方法がありますか（いくつかは空白で区切る）", default="online window")
        ways = tuple(dict.fromkeys(re.split(r"[\s,、]+", said.strip())))
        if all(way in WAYS for way in ways):
            return ways
        click.echo("online・window・post・elsewhere から選んでください。")


def _asks(given: Sequence[str], loaded: Loaded) -> tuple[str, ...]:
    """The keys meant by options; words that could mean several are refused with what they could mean."""
    found = []
    for words in given:
        near = _near(words, loaded)
        if words in loaded.dictionary and loaded.dictionary[words].kind != "group":
            found.append(words)
        elif near and _sure(near):
            found.append(near[0][0].key)
            click.echo(f"「{words}」→ {near[0][0].key}（{near[0][0].label.say('ja')}）")
        else:
            told = "\n".join(f"  {field.key}  {field.label.say('ja')}" for field, _ in near)
            raise click.ClickException(
                f"「{words}」は、辞書のどの項目ですか。キーで書いてください。\n{told}{_how_to_add()}"
            )
    return tuple(dict.fromkeys(found))


def _sure(near: Sequence[tuple[Field, float]]) -> bool:
    """Whether the first is meant: it says the same, or comes near and far ahead of the next."""
    best = near[0][1]
    return best == 1 or (best >= SURE and (len(near) == 1 or best - near[1][1] >= AHEAD))


def _near(words: str, loaded: Loaded) -> list[tuple[Field, float]]:
    """The questions some words may mean; lists of people have a place of their own and are left out."""
    used = Counter(ask.key for one in loaded.procedures.values() for ask in one.every_ask)
    near = likeness.search(words, loaded.dictionary, used, 8)
    return [(field, value) for field, value in near if field.kind != "group"][:5]


def _asked(loaded: Loaded) -> tuple[str, ...]:
    """Questions in the clerk's own words, each led to the key there is."""
    found: list[str] = []
    click.echo(
        "尋ねることを一つずつ書いてください（例: 氏名、電話）。辞書から近い項目をさがします。空で終わります。"
    )
    while words := _if_any(f"尋ねること {len(found) + 1}"):
        near = _near(words, loaded)
        for place, (one, _) in enumerate(near, 1):
            click.echo(f"  {place}) {one.label.say('ja')}  [{one.key}]")
        click.echo("  0) どれでもない")
        chosen = click.prompt("どれですか", type=click.IntRange(0, len(near)), default=1 if near else 0)
        if chosen == 0:
            click.echo(_how_to_add())
        elif near[chosen - 1][0].key not in found:
            found.append(near[chosen - 1][0].key)
    return tuple(found)


def _how_to_add() -> str:
    return (
        "\n近いものがなければ、市の fields.toml に足してから、もう一度書きます。例:\n"
        '  [dog_name]\n  kind = "text"\n  label = { ja = "犬の名前", easy = "いぬの 名前", en = "Dog\'s name" }'
    )


def _free_number(loaded: Loaded) -> str:
    """The first printed number nobody has, counted from 9001, where towns put their own."""
    taken = {one.number for one in loaded.procedures.values()} | {one.number for one in loaded.offers}
    return next(number for number in map(str, range(9001, 10000)) if number not in taken)


def _source(packs: Path, folder: Path, key: str) -> str:
    paths = (root / "procedures" / f"{key}.toml" for root in (folder, packs / COMMON))
    return next(path for path in paths if path.is_file()).read_text(encoding="utf-8-sig")


def _write(path: Path, text: str, town: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(_schema_line(path) + text, encoding="utf-8")
    faults = [fault for fault in check.check(town) if fault.file.endswith(f"procedures/{path.name}")]
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"作りました: {path}")
    click.echo(f"下見:       flask procedure preview {path}")
    click.echo('★ の行を直し、できあがったら state = "draft" の行を消します。')


def _schema_line(path: Path) -> str:
    """What tells an editor where the schema is; a folder of packs elsewhere has none beside it."""
    there = path.resolve().parents[4] / "docs" / "schema" / "procedure.json"
    return f"#:schema {os.path.relpath(there, path.resolve().parent)}\n" if there.is_file() else ""


def _preview(services: Sequence[Service], packs: Path, usual: str) -> click.Command:
    @click.command(
        help="手続を一つだけ動かして見せます。保存するたびに新しくなり、間違いは画面に出ます。Ctrl-C で終わります。"
    )
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--town", default="", help="どの市の中で見るか。書かなければファイルのある市か、見本の市")
    @click.option("--port", default=PORT, help="使うポート。ふさがっていれば空いているものを使います")
    @click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="その日として見る（受付期間を試すとき）")
    def preview(file: Path, town: str, port: int, on: datetime | None) -> None:
        from portal.authoring import serving

        source = file.resolve()
        _loaded(packs, town := town or _town_of(source, packs) or usual)
        now = _at(on.date()) if on else lambda: datetime.now(UTC)
        serving.serve(serving.Wanted(source, packs, town, port, now), services)

    return preview


def _town_of(source: Path, packs: Path) -> str:
    """The town in whose folder a file lies."""
    folder = source.parent.parent
    return folder.name if folder.parent == packs.resolve() and (folder / "town.toml").is_file() else ""


def _at(day: date) -> Any:
    """A clock that stands at ten in the morning of a day in Japan."""
    moment = datetime.combine(day, time(1), UTC)
    return lambda: moment


def _schema() -> click.Command:
    @click.command(help="エディターが書きながら手助けするためのJSON Schemaを出します。")
    @click.argument("which", type=click.Choice(["procedure", "fields"]), default="procedure")
    def schema(which: str) -> None:
        from portal.authoring import schema as schemas

        click.echo(schemas.written(which), nl=False)

    return schema
