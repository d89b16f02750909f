"""A bare application that speaks: our templates, catalogues and look, without a database or rooms."""

from pathlib import Path

from flask import Flask, request
from jinja2 import ChoiceLoader, DictLoader

from forms.wording import Wording
from portal import gallery, i18n, look
from portal.pack.town import Town
from portal.settings import ROOT
from portal.words import Catalogues

NAME = Wording({"ja": "ひなた市", "easy": "ひなた市", "en": "Hinata City"})
TRANSLATIONS = ROOT / "translations"


def town(kind: str = "sample") -> Town:
    """A town of our own invention."""
    nothing = Wording({})
    return Town(
        code="hinata",
        name=NAME,
        lgcode="000000",
        kind=kind,
        mark=True,
        colour="#00605b",
        site="",
        mail_from="",
        seal_note=nothing,
        head=nothing,
        head_name="",
        reception="",
        popular=(),
    )


def speaking_app(translations: Path = TRANSLATIONS, *, kind: str = "sample", **templates: str) -> Flask:
    """An application that renders the templates given by name, or any of ours, at ``/show/<name without .html>``."""
    app = Flask("portal", static_folder=str(ROOT / "static"), root_path=str(ROOT / "portal"))
    app.testing = True
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    i18n.init(app, Catalogues(translations), town=town(kind))
    look.init(app, "#00605b")
    app.register_blueprint(gallery.pages)
    ours = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader(
        [
            DictLoader({f"{name}.html": source for name, source in templates.items()}),
            *([ours] if ours else []),
        ]
    )

    @app.route("/show/<path:name>", methods=["GET", "POST"])
    def show(name: str) -> str:
        return i18n.page(f"{name}.html", **request.args.to_dict())

    return app


def shown(template: str, address: str = "/show/one", **headers: str) -> str:
    """What a template gives to a visitor."""
    answer = speaking_app(one=template).test_client().get(address, headers=headers)
    assert answer.status_code == 200
    return answer.text
