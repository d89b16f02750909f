"""Hello-world: a bare Flask application without our shell, the yardstick of every page."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "Hello, world"
