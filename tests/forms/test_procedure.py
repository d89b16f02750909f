"""Procedure files: what they give and every fault they can have."""

import tomllib

import pytest

from forms import procedure
from forms.faults import Broken
from forms.procedure import Assurance, Completes
from tests.forms.builders import FIELDS, HEAD, STEPS, WORDS, a_dictionary, a_procedure


def broken(steps: str = STEPS, head: str = HEAD) -> set[str]:
    with pytest.raises(Broken) as caught:
        a_procedure(steps, head)
    return {fault.path for fault in caught.value.every}


def step(ask: str, when: str = "") -> str:
    return f'[[step]]\nkey = "one"\ntitle = {WORDS}\nask = [{ask}]\n{when}'


def test_a_procedure_gives_its_steps_ways_and_questions() -> None:
    made = a_procedure()

    assert [one.key for one in made.steps] == ["who", "you", "agent", "copies"]
    way = made.way("online")
    assert way is not None
    assert (way.assurance, way.completes) == (Assurance.contact, Completes.ONLINE)
    assert made.way("post") is None
    ask = made.ask("kana")
    assert ask is not None
    assert ask.optional
    assert ask.kind == "kana"
    assert made.step("you") == made.steps[1]
    assert made.step("nowhere") is None


def test_assurance_levels_are_ordered_and_a_login_is_no_signature() -> None:
    assert Assurance.none < Assurance.contact < Assurance.login < Assurance.signature


FULL_HEAD = f"""
title = {WORDS}
summary = {WORDS}
verb = {WORDS}
search = ["住民票", "certificate"]
number = "1021"
division = "shimin"
law = "見本法第1条"
who = {WORDS}
bring = [{WORDS}, {WORDS}]
minutes = 5
deadline = {WORDS}
processing_days = 3
fee = {{ yen = 300, per = "copies" }}
first = {{ title = {WORDS}, text = {WORDS}, link = "https://example.jp/" }}
individual_number_box = "leave_empty"
sheet = "sheets/sample.html"
completes = "partly"
remains = {WORDS}
valid_from = 2026-04-01
[[way]]
kind = "online"
assurance = "signature"
completes = "online"
register_address = "address"
[[way]]
kind = "window"
completes = "preparation"
remains = {WORDS}
"""


def test_the_rest_of_the_file_is_read() -> None:
    made = a_procedure(step('"address"'), FULL_HEAD)

    assert made.fee is not None
    assert (made.fee.yen, made.fee.per, made.number, made.minutes) == (300, "copies", "1021", 5)
    assert (len(made.bring), made.search, str(made.valid_from)) == (
        2,
        ("住民票", "certificate"),
        "2026-04-01",
    )
    assert (made.completes, made.individual_number_box.value) == (Completes.PARTLY, "leave_empty")
    assert made.ways[1].assurance is Assurance.none
    assert made.first is not None
    assert made.first.link == "https://example.jp/"


def test_a_procedure_can_change_words_bounds_and_choices_of_a_field() -> None:
    ask = (
        '{ field = "copies", label = { ja = "枚数", easy = "まいすう", en = "Sheets" }, max = 3 }, '
        '{ field = "animals", choices = ["dog"], optional = true }'
    )

    copies, animals = a_procedure(step(ask)).asks

    assert copies.label.say("ja").text == "枚数"
    assert (copies.field.min, copies.field.max) == (1, 3)
    assert [choice.value for choice in animals.field.choices] == ["dog"]
    assert a_dictionary()["copies"].max == 10


def test_a_step_without_a_key_is_called_after_its_first_question() -> None:
    assert a_procedure(f'[[step]]\ntitle = {WORDS}\nask = ["name"]').steps[0].key == "name"


def test_a_way_may_steer_the_questions() -> None:
    made = a_procedure(step('"name", { field = "address", when = { way = ["post", "window"] } }'))

    assert made.steps[0].asks[1].when[0].among == ("post", "window")


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        (step('"nowhere"'), "step[1].ask[1]"),
        (step('"name", "name"'), "step[1].ask[2]"),
        (step(""), "step[1].ask"),
        (step('{ field = "name", colour = "red" }'), "step[1].ask[1].colour"),
        (step("3"), "step[1].ask[1]"),
        (step('{ field = "name", max = 0 }'), "step[1].ask[1].max"),
        (step('{ field = "animals", choices = ["cow"] }'), "step[1].ask[1].choices"),
        (step('{ field = "name", when = { kana = "x" } }, "kana"'), "step[1].ask[1].when.kana"),
        (step('{ field = "name", when = { name = "x" } }'), "step[1].ask[1].when.name"),
        (step('"applicant_kind", { field = "name", when = { applicant_kind = "cow" } }'), "step[1].ask[2].when.applicant_kind"),
        (step('"applicant_kind", { field = "name", when = { applicant_kind = [] } }'), "step[1].ask[2].when.applicant_kind"),
        (step('"applicant_kind", { field = "name", when = { applicant_kind = { min = 1 } } }'), "step[1].ask[2].when.applicant_kind"),
        (step('"copies", { field = "name", when = { copies = {} } }'), "step[1].ask[2].when.copies"),
        (step('"copies", { field = "name", when = { copies = "2" } }'), "step[1].ask[2].when.copies"),
        (step('"copies", { field = "name", when = { copies = { less = 2 } } }'), "step[1].ask[2].when.copies.less"),
        (step('"agree", { field = "name", when = { agree = "yes" } }'), "step[1].ask[2].when.agree"),
        (step('{ field = "name", when = { way = "boat" } }'), "step[1].ask[1].when.way"),
        (step('"name"', "when = { copies = { min = 2 } }"), "step[1].when.copies"),
        (step('"name"') + step('"kana"'), "step[2].key"),
        (f'[[step]]\nkey = "A B"\ntitle = {WORDS}\nask = ["name"]', "step[1].key"),
        ('[[step]]\nask = ["name"]', "step[1].title"),
        ("", "step"),
    ],
)  # fmt: skip
def test_a_fault_in_a_step_is_told_with_its_place(steps: str, path: str) -> None:
    assert path in broken(steps)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (f"summary = {WORDS}", "", "summary"),
        ('division = "shimin"', "", "division"),
        ('division = "shimin"', 'division = "shimin"\nnumber = "21"', "number"),
        ('division = "shimin"', 'division = "shimin"\nfeee = 3', "feee"),
        ('division = "shimin"', 'division = "shimin"\nfee = { yen = -1 }', "fee.yen"),
        ('division = "shimin"', 'division = "shimin"\nminutes = "5"', "minutes"),
        ('division = "shimin"', 'division = "shimin"\nvalid_from = "2026"', "valid_from"),
        ('division = "shimin"', 'division = "shimin"\nsearch = "x"', "search"),
        ('division = "shimin"', 'division = "shimin"\nsearch = [1]', "search"),
        ('division = "shimin"\ncompletes = "online"', 'division = "shimin"', "completes"),
        ('division = "shimin"\ncompletes = "online"', 'division = "shimin"\ncompletes = "partly"', "remains"),
        ('division = "shimin"\ncompletes = "online"', 'division = "shimin"\ncompletes = "elsewhere"', "link"),
        ('division = "shimin"\ncompletes = "online"', 'division = "shimin"\ncompletes = "wholly"', "completes"),
        ('kind = "online"', 'kind = "boat"', "way[1].kind"),
        ('assurance = "contact"', 'assurance = "trust"', "way[1].assurance"),
        ('assurance = "contact"', "assurance = 1", "way[1].assurance"),
        ('assurance = "contact"\ncompletes = "online"', 'assurance = "contact"\ncompletes = "partly"', "way[1].remains"),
        ('assurance = "contact"\ncompletes = "online"', 'completes = "elsewhere"\nlink = "https://example.jp/"', "completes"),
        ('assurance = "contact"', 'assurance = "contact"\nregister_address = "name"', "way[1].register_address"),
    ],
)  # fmt: skip
def test_a_fault_in_the_head_is_told_with_its_place(old: str, new: str, path: str) -> None:
    assert old in HEAD
    assert path in broken(head=HEAD.replace(old, new))


def test_two_ways_of_one_kind_are_refused() -> None:
    assert "way[2].kind" in broken(head=HEAD + '[[way]]\nkind = "online"\ncompletes = "online"\n')


def test_a_bad_name_of_a_procedure_is_refused() -> None:
    with pytest.raises(Broken):
        procedure.read("A B", tomllib.loads(HEAD + STEPS), a_dictionary())


def test_the_digest_names_the_form_and_changes_with_it() -> None:
    same, other_words = a_procedure(), a_procedure(STEPS.replace("max", "max"))
    other_field = a_procedure(known=a_dictionary(FIELDS.replace("max = 10", "max = 9")))
    other_step = a_procedure(STEPS.replace("optional = true }]", "optional = false }]", 1))

    assert a_procedure().digest == same.digest == other_words.digest
    assert len({same.digest, other_field.digest, other_step.digest}) == 3


def test_a_procedure_is_a_value_that_can_be_a_key() -> None:
    assert len({a_procedure(), a_procedure()}) == 1
