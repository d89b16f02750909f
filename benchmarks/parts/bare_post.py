"""A bare form POST: a signed token, ten fields looked at, three rows in one durable transaction; without our shell."""

import os
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from itsdangerous import BadSignature, TimestampSigner
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from portal.db import WRITING, Database

FIELDS = [f"field_{number}" for number in range(10)]
SIGNER = TimestampSigner("benchmark")


class Base(DeclarativeBase):
    """The three tables below and nothing of ours."""


class Row:
    """What each of the three keeps."""

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]


class First(Row, Base):
    __tablename__ = "first"


class Second(Row, Base):
    __tablename__ = "second"


class Third(Row, Base):
    __tablename__ = "third"


class TenFields(Form):
    """Ten fields that must not be empty."""


for name in FIELDS:
    setattr(TenFields, name, StringField(validators=[InputRequired()]))


def body(**answers: str) -> str:
    """What a browser would send, with all ten fields answered unless named otherwise."""
    return urlencode(
        {"token": SIGNER.sign(b"form").decode(), **dict.fromkeys(FIELDS, "見本の答え"), **answers}
    )


def prepare(url: str) -> None:
    """Make the three tables."""
    database = Database(url)
    Base.metadata.create_all(database.engine)
    database.dispose()


def make() -> Flask:
    """The application on the database that BENCH_DATABASE names; same engine, same queue of writers as ours."""
    app = Flask(__name__)
    database = Database(os.environ["BENCH_DATABASE"])

    @app.post("/")
    def post() -> Any:
        form = TenFields(request.form)
        try:
            SIGNER.unsign(request.form.get("token", ""), max_age=3600)
        except BadSignature:
            return "token", 400
        if not form.validate():
            return str(form.errors), 422
        said = str(form.data)
        with database.queue.turn() if database.queue else nullcontext(), Session(database.engine) as session:
            session.connection(execution_options={WRITING: True})
            session.add_all([First(body=said), Second(body=said), Third(body=said)])
            session.commit()
        return "", 303, {"Location": "/"}

    return app
