"""Messages from the provider: only what it signed a moment ago is heard."""

from services.payments.models import Heard
from tests.services.payments.conftest import Paying
from tests.services.payments.steps import begin, open_kinds


def test_a_message_that_nobody_signed_changes_nothing(paying: Paying) -> None:
    _, case_id, session_id = begin(paying)
    paying.stripe.pay(session_id)
    event = paying.stripe.event("checkout.session.completed", session_id)
    body, header = paying.stripe.signed(event)
    stamp, proof = header.split(",")[:2]
    wrong = {
        "no header": (body, ""),
        "another secret": paying.stripe.signed(event, secret="whsec_of_a_stranger"),
        "another body": (body.replace(b"cs_", b"cx_"), header),
        "a space more": (body + b" ", header),
        "too old": paying.stripe.signed(event, at=paying.town.clock().timestamp() - 301),
        "from tomorrow": paying.stripe.signed(event, at=paying.town.clock().timestamp() + 301),
        "no time": (body, proof),
        "two times": (body, f"{stamp},{stamp},{proof}"),
        "no number": (body, f"t=now,{proof}"),
        "the old scheme": (body, f"{stamp},{proof.replace('v1', 'v0')}"),
        "no json": paying.stripe.signed("words"),  # type: ignore[arg-type]
    }

    assert {name: paying.send(*sent) for name, sent in wrong.items()} == dict.fromkeys(wrong, 400)
    paying.town.work()
    assert paying.town.site.count(Heard) == 0
    assert paying.town.outstanding(case_id) == 710  # type: ignore[arg-type]


def test_the_older_of_two_secrets_still_signs(paying: Paying) -> None:
    _, _, session_id = begin(paying)

    assert paying.tell("checkout.session.expired", session_id, secret="whsec_older") == 200


def test_a_message_about_something_else_is_noted_and_left(paying: Paying) -> None:
    begin(paying)
    paying.stripe.objects["dp_1"] = {"id": "dp_1", "object": "dispute"}
    paying.stripe.objects["prod_1"] = {"id": "prod_1", "object": "product"}

    assert paying.tell("product.created", "prod_1") == 200
    assert paying.tell("charge.dispute.created", "dp_1") == 200

    assert open_kinds(paying) == ["payment_disputed"]
