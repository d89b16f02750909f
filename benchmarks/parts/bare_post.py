"""A bare form POST: ten fields looked at and three rows written in one durable transaction, without our shell."""

import os
from contextlib import nullcontext
from typing import Any

from flask import Flask, request
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from portal.db import WRITING, Database

metadata = MetaData()
TABLES = [
    Table(name, metadata, Column("id", Integer, primary_key=True), Column("body", Text)) for name in "abc"
]


class TenFields(Form):
    """Ten fields that must not be empty."""


for number in range(10):
    setattr(TenFields, f"field_{number}", StringField(validators=[InputRequired()]))


def prepare(url: str) -> None:
    """Make the three tables."""
    database = Database(url)
    metadata.create_all(database.engine)
    database.dispose()


def make() -> Flask:
    """The application on the database that BENCH_DATABASE names; same engine, same queue of writers as ours."""
    app = Flask(__name__)
    database = Database(os.environ["BENCH_DATABASE"])

    @app.post("/")
    def post() -> Any:
        form = TenFields(request.form)
        if not form.validate():
            return str(form.errors), 422
        with (
            database.queue.turn() if database.queue else nullcontext(),
            database.engine.connect() as connection,
        ):
            connection.execution_options(**{WRITING: True})
            for table in TABLES:
                connection.execute(insert(table).values(body=str(form.data)))
            connection.commit()
        return "", 303, {"Location": "/"}

    return app
