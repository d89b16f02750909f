"""The operator's commands about LINE: set the account up, look at the menu's pictures."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from services.chat.actions.line_setup import Finding
from services.chat.rules import simulated

group = AppGroup("line", help="LINE公式アカウント / The town's LINE account.")


@group.command("setup")
@click.option(
    "--shown", default="", help="出すメニューの key。災害のときは disaster / which menu everybody sees"
)
def setup(shown: str) -> None:
    """トークン・届く先・通数を確かめ、メニューを入れる。何度しても同じ / Check the account and install its menus."""
    from portal.outbox import Later, Never
    from services.chat.actions import line_menu, line_setup, line_signing
    from services.chat.actions.menu_pictures import NoFont
    from services.chat.outside import line

    house = current_app.extensions["house"]
    channel = line.line(house.settings)
    if channel is None:
        raise click.ClickException(
            "KURASHI_LINE_TOKEN と KURASHI_LINE_SECRET を設定してください（docs/operating.md の「LINE」）。\n"
            "Set KURASHI_LINE_TOKEN and KURASHI_LINE_SECRET (docs/operating.md, “LINE”)."
        )
    found = list(_told(line_setup.look(channel, house.settings.base_url)))
    if found[0].good:
        with house.db.session() as session:
            sign = line_signing.signer(session)
            if not shown and house.pack.line is not None:
                # Whoever sets LINE up again on a bad day does not take the menu of that day away.
                shown = line_menu.wanted(session, house.pack.line).key
        try:
            found += _told(line_setup.install(channel, house.pack, house.settings.base_url, sign, shown))
        except (Later, Never) as failed:
            found += _told([line_setup.unreached(failed)])
        except NoFont as missing:
            raise click.ClickException(
                f"メニューの字体 {missing} がありません。fonts-morisawa-bizud-gothic を入れてください。\n"
                f"The font {missing} is missing: install fonts-morisawa-bizud-gothic."
            ) from None
    if not all(one.good for one in found):
        raise click.exceptions.Exit(1)


@group.command("menu")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="絵を置くフォルダ / folder"
)
def menu(out: Path) -> None:
    """メニューの絵だけを、両方の大きさで描く / Only draw the menus' pictures, in both sizes."""
    from services.chat.actions import menu_pictures
    from services.chat.rules import rich_menus

    pack = current_app.extensions["house"].pack
    if pack.line is None:
        raise click.ClickException("line.toml がありません / there is no line.toml")
    out.mkdir(parents=True, exist_ok=True)
    for one in pack.line.menus:
        for lang in rich_menus.LANGS:
            for width in menu_pictures.WIDTHS:
                made = menu_pictures.picture(pack.line, one, lang, pack.town.colour, width)
                path = out / f"{rich_menus.alias(one, lang)}-{width}.png"
                path.write_bytes(made)
                click.echo(f"{path} {len(made) // 1024} KB")


@group.command("simulate")
@click.option("--port", default=8010, show_default=True, help="このPCのポート / port of this machine")
def simulate(port: int) -> None:
    """アカウントがなくても、トークを試せるページを開く / Serve the town with a page that stands in for LINE."""
    from threading import Thread

    from werkzeug.serving import make_server

    from portal import create_app
    from portal.worker import Worker

    house = current_app.extensions["house"]
    if house.settings.production:
        raise click.ClickException("本番では使えません / not in production")
    told = simulated.settings(f"http://127.0.0.1:{port}")
    app = create_app(house.services, replace(house.settings, **told))
    server = make_server("127.0.0.1", port, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"{told['base_url']}{simulated.HERE}  （Ctrl-C で終わります / until Ctrl-C）")
    Worker(app.extensions["house"]).run()


def _told(found: Iterable[Finding]) -> list[Finding]:
    """What was found, told as it is found."""
    told = []
    for one in found:
        click.echo(str(one))
        told.append(one)
    return told
