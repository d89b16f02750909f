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


@group.command("train")
def train() -> None:
    """市の文から学ぶ / Train from the town's own texts; used only where its gold questions are answered better by it."""
    from chatbot.mind.lesson import ENOUGH
    from services.chat.actions import minds

    with current_app.extensions["house"].db.session() as session:
        found = minds.train(session, datetime.now(UTC))
    if found.questions < ENOUGH:
        click.echo(
            f"試す質問が{ENOUGH}件なければ、役に立つか分かりません（いま{found.questions}件） / too few gold questions"
        )
        return
    click.echo(f"試す質問{found.questions}件の nDCG@10 {found.before:.4f} → {found.after:.4f}")
    click.echo("使います / used from now on" if found.kept else "使いません / not used")


@group.command("exam", with_appcontext=False)
@click.option("--corpus", type=_FILE, required=True, help="答えの一覧 / what is known: {ID: text}")
@click.option("--queries", type=_FILE, required=True, help="質問 / what is asked: {ID: question}")
@click.option("--qrels", type=_FILE, required=True, help="採点 / what is right: {ID: {ID: 1 or 2}}")
@click.option("--labels", type=_FILE, help="先に学ぶ、採点ずみの質問 / judged questions to learn from first")
@click.option("--train", is_flag=True, help="先に、答えの一覧の文から学ぶ / train from the corpus first")
@click.option(
    "--ranking", type=click.Path(dir_okay=False, path_type=Path), help="順位を書くファイル / where to write"
)
def exam(
    corpus: Path, queries: Path, qrels: Path, labels: Path | None, ranking: Path | None, *, train: bool
) -> None:
    """質問集で力を試す / Score a sheet of judged questions, in the format of docs/decisions/answers.md."""
    from chatbot.mind.sitting import hold

    for line in hold(corpus, queries, qrels, labels=labels, ranking=ranking, train=train):
        click.echo(line)
