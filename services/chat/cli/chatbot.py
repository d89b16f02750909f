"""The operator's commands about the answer bot: its index built now, an exam on any sheet of judged questions."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

group = AppGroup("chatbot", help="答えの案内 / The answer bot.")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command("build")
def build() -> None:
    """答えの索引を、いま作る / Build the index of answers now; the worker does so by itself when something changes."""
    from services.chat.actions import minds

    with current_app.extensions["house"].db.session() as session:
        click.echo(minds.build(session, datetime.now(UTC)))


@group.command("exam", with_appcontext=False)
@click.option("--corpus", type=_FILE, required=True, help="答えの一覧 / what is known: {ID: text}")
@click.option("--queries", type=_FILE, required=True, help="質問 / what is asked: {ID: question}")
@click.option("--qrels", type=_FILE, required=True, help="採点 / what is right: {ID: {ID: 1 or 2}}")
@click.option("--labels", type=_FILE, help="先に学ぶ、採点ずみの質問 / judged questions to learn from first")
@click.option(
    "--ranking", type=click.Path(dir_okay=False, path_type=Path), help="順位を書くファイル / where to write"
)
def exam(corpus: Path, queries: Path, qrels: Path, labels: Path | None, ranking: Path | None) -> None:
    """質問集で力を試す / Score a sheet of judged questions, in the format of docs/decisions/answers.md."""
    from chatbot.mind.sitting import hold

    for line in hold(corpus, queries, qrels, labels=labels, ranking=ranking):
        click.echo(line)
