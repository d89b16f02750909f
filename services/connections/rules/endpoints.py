"""Every address of the API, declared once: the routes, the checks of what goes out and the document are made from this."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from forms.wording import Wording
from services.connections.rules import questions, shapes
from services.connections.rules.questions import Question
from services.connections.rules.shapes import Shape

ROOT = "/api/v1"


@dataclass(frozen=True)
class Endpoint:
    """One address: what it takes, what it answers with, and what may be wrong."""

    name: str
    path: str
    summary: Wording
    # None: the bytes of a file.
    answer: type[Shape] | None
    question: type[Question] | None = None
    # Whether anybody may ask, without a token.
    public: bool = False
    # What may be wrong besides the token and the parameters.
    refusals: frozenset[int] = frozenset()
    # Where its answer leads: another address's name, and where in the answer each of its parts stands.
    leads: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True)
class Fault:
    """One kind of problem: its HTTP status, its title and what to do."""

    status: int
    title: Wording
    advice: Wording


def _both(ja: str, en: str) -> Wording:
    return Wording({"ja": ja, "en": en})


_MISSING = frozenset({404})
_FIRST = "$response.body#/items/0/id"
_OF_CASE = (("case_id", _FIRST),)
ENDPOINTS = (
    Endpoint(
        "procedures", "/procedures", _both("手続きの一覧", "All procedures"), shapes.Procedures, public=True
    ),
    Endpoint(
        "procedure", "/procedures/{key}", _both("手続き一件と、その質問", "One procedure with its questions"),
        shapes.ProcedurePage, public=True, refusals=_MISSING,
    ),
    Endpoint(
        "cases", "/cases", _both("申し込みの一覧", "Requests"), shapes.Cases, questions.CaseQuestion,
        leads=(("case", _OF_CASE), ("history", _OF_CASE), ("files", _OF_CASE)),
    ),
    Endpoint(
        "case", "/cases/{case_id}", _both("申し込み一件", "One request"), shapes.CasePage, refusals=_MISSING
    ),
    Endpoint(
        "history", "/cases/{case_id}/history", _both("申し込みの経過", "The history of a request"),
        shapes.History, refusals=_MISSING,
    ),
    Endpoint(
        "files", "/cases/{case_id}/files", _both("申し込みの書類の一覧", "The files of a request"),
        shapes.Files, refusals=_MISSING,
        leads=(("file", (("case_id", "$request.path.case_id"), ("file_id", _FIRST))),),
    ),
    Endpoint(
        "file", "/cases/{case_id}/files/{file_id}", _both("書類を受け取る", "One file"),
        None, refusals=frozenset({403, 404}),
    ),
    Endpoint(
        "changes", "/changes", _both("動きのあった順に受け取る", "What happened, in order"),
        shapes.Changes, questions.ChangeQuestion,
    ),
)  # fmt: skip

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "parameter": Fault(
            400,
            _both("質問の書き方が違います", "A parameter cannot be read"),
            _both("名前と形を文書と比べてください。", "Compare its name and form with the document."),
        ),
        "token": Fault(
            401,
            _both("使えるトークンが要ります", "A valid token is needed"),
            _both(
                "Authorization: Bearer で渡してください。期限切れと取り消しは職員に聞いてください。",
                "Send it as Authorization: Bearer; ask the office whether it has expired or was revoked.",
            ),
        ),
        "answers": Fault(
            403,
            _both("このトークンでは受け取れません", "Not for this token"),
            _both("回答と書類を含むトークンが要ります。", "It takes a token that includes answers."),
        ),
        "missing": Fault(
            404,
            _both("ありません", "Not found"),
            _both("ないか、このトークンの範囲の外です。", "It does not exist or lies outside the token."),
        ),
        "method": Fault(
            405,
            _both("読むことだけができます", "Read-only"),
            _both("GET を使ってください。", "Use GET."),
        ),
        "often": Fault(
            429,
            _both("回数が多すぎます", "Too many requests"),
            _both("Retry-After の秒数だけ待ってください。", "Wait as many seconds as Retry-After says."),
        ),
        "failed": Fault(
            500,
            _both("こちらの失敗です", "Our own fault"),
            _both("しばらくしてから、もう一度ためしてください。", "Try again later."),
        ),
    }
)
