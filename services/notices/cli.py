"""The operator's command about disaster mode: for the night on which no administrator can sign in."""

import click
from flask import current_app
from flask.cli import AppGroup

from portal.house import House
from portal.refused import Refused
from services.notices.actions import switching

group = AppGroup("disaster", help="災害のときの案内 / Disaster mode: front page, LINE greeting and menu.")


@group.command("on")
@click.argument("ja")
@click.option("--easy", default="", help="やさしい日本語の見出し / the headline in やさしい日本語")
@click.option("--en", default="", help="英語の見出し / the headline in English")
def on(ja: str, easy: str, en: str) -> None:
    """見出し JA で、災害のときの案内に替える。もう一度すると見出しを替える / Switch it on with a headline."""
    house = _house()
    try:
        with house.db.session() as session:
            switching.begin(session, {"ja": ja, "easy": easy, "en": en}, switching.WORD, None, house.now())
    except Refused as refused:
        raise click.ClickException(_advice(house, refused)) from None
    click.echo("災害のときの案内に替えました / disaster mode is on")


@group.command("off")
def off() -> None:
    """ふだんの案内にもどす / Switch it off."""
    house = _house()
    with house.db.session() as session:
        over = switching.end(session, switching.WORD, None, house.now())
    click.echo(
        "ふだんの案内にもどしました / disaster mode is off"
        if over
        else "もともとふだんの案内です / it was off"
    )


@group.command("status")
def status() -> None:
    """いまどちらかを見る / Say which it is."""
    from portal import disaster

    with _house().db.session() as session:
        standing = disaster.read(session)
    if standing.now and standing.since:
        click.echo(f"災害 / disaster: {standing.words.say('ja').text}（{standing.since.isoformat()}）")
    else:
        click.echo("ふだん / ordinary")


def _house() -> House:
    house: House = current_app.extensions["house"]
    return house


def _advice(house: House, refused: Refused) -> str:
    from portal.words.refused import refusal

    happened, advice = refusal(house.words.words("ja"), refused.code, refused.values)
    return f"{happened}。{advice}"
