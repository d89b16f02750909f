"""Which answers may be kept and offered again: one's own, in a request for oneself, and nothing that does not say so."""

from typing import Any

import pytest

from forms import reuse
from forms.faults import Broken
from forms.procedure import Procedure
from tests.forms.builders import HEAD, WORDS, a_dictionary, a_procedure

CHOICES = f"""
choices = [
  {{ value = "self", ja = "本人", easy = "わたし", en = "Self" }},
  {{ value = "other", ja = "別の人", easy = "ほかの人", en = "Other" }},
]
label = {WORDS}
"""
FIELDS = f"""
[who]
kind = "choice"
own = ["self"]
{CHOICES}
[name]
kind = "name"
label = {WORDS}
whose = "self"
[agent_name]
kind = "name"
label = {WORDS}
whose = "agent"
[child_name]
kind = "name"
label = {WORDS}
whose = "household"
[begun]
kind = "text"
label = {WORDS}
[wish]
kind = "text"
label = {WORDS}
[illness]
kind = "text"
label = {WORDS}
whose = "self"
sensitivity = "sensitive"
[account_owner]
kind = "choice"
{CHOICES}
[account]
kind = "bank_account"
label = {WORDS}
whose = "self"
sensitivity = "sensitive"
reuse = true
own_when = {{ account_owner = ["self"] }}
[doc_photo]
kind = "file"
label = {WORDS}
whose = "self"
"""
ALL = '"who", "name", { field = "agent_name", optional = true }, "child_name", "wish", "illness", "account_owner", "account", "doc_photo"'
MINE: dict[str, Any] = {
    "who": "self", "name": "見本 花子", "child_name": "見本 一郎", "wish": "早く", "illness": "見本病",
    "account_owner": "self", "account": {"bank": "見本銀行"}, "doc_photo": [{"id": "1"}],
}  # fmt: skip


def asking(asked: str = ALL) -> Procedure:
    # The first page takes no files, so that something is asked before it.
    steps = f'[[step]]\nkey = "first"\ntitle = {WORDS}\nask = ["begun"]\n[[step]]\nkey = "all"\ntitle = {WORDS}\nask = [{asked}]\n'
    return a_procedure(steps, HEAD, a_dictionary(FIELDS))


def test_ones_own_answers_are_kept_and_nothing_else() -> None:
    assert set(reuse.kept(asking(), MINE)) == {"name", "account"}


@pytest.mark.parametrize("who", ["other", None, ""])
def test_nothing_is_kept_of_a_request_for_somebody_else(who: str | None) -> None:
    answers = {**MINE, "who": who}

    assert reuse.kept(asking(), answers) == {}
    assert reuse.offered(asking(), answers) == {}


def test_nothing_is_offered_before_it_is_known_who_applies() -> None:
    assert reuse.offered(asking(), {}) == {}


def test_nothing_is_kept_where_a_proxy_has_written() -> None:
    assert reuse.kept(asking(), {**MINE, "agent_name": "見本 次郎"}) == {}


def test_a_request_that_asks_nothing_about_that_is_ones_own() -> None:
    assert set(reuse.kept(asking('"name", "wish"'), MINE)) == {"name"}


def test_an_account_of_somebody_else_is_not_kept() -> None:
    assert "account" not in reuse.kept(asking(), {**MINE, "account_owner": "other"})


def test_what_was_left_blank_is_not_kept() -> None:
    assert "name" not in reuse.kept(asking(), {**MINE, "name": None})


def test_under_another_label_an_answer_is_nobodys_until_the_procedure_says_so() -> None:
    renamed = f'{{ field = "name", label = {WORDS} }}'
    told = f'{{ field = "name", label = {WORDS}, whose = "self" }}'
    words = '{ ja = "お子さんの氏名", easy = "子どもの 名前", en = "Child" }'

    assert reuse.kept(asking(renamed.replace(WORDS, words)), MINE) == {}
    assert set(reuse.kept(asking(told.replace(WORDS, words)), MINE)) == {"name"}


def test_a_procedure_can_say_that_an_answer_is_not_ones_own() -> None:
    assert reuse.kept(asking('{ field = "name", whose = "matter" }'), MINE) == {}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('whose = "nobody"', "使えない値です: nobody"),
        ('own = ["cat"]', "選択肢にない値です: cat"),
        ("reuse = true", '本人の項目（whose = "self"）だけが持てます'),
    ],
)
def test_a_slip_in_the_dictionary_is_told(line: str, told: str) -> None:
    with pytest.raises(Broken) as raised:
        a_dictionary(f'[who]\nkind = "choice"\n{line}\n{CHOICES}')

    assert told in str(raised.value)


def test_a_slip_in_a_procedure_is_told() -> None:
    with pytest.raises(Broken, match="使えない値です: nobody"):
        asking('{ field = "name", whose = "nobody" }')
