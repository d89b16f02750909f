"""A resident pays: what it costs, how to pay, off to the provider's page and back."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import i18n, inbox
from portal.doors import db, holders, house, now, open_door, resident
from portal.inbox import Case
from portal.opening import today
from portal.refused import Refused
from portal.whom import contact
from services.payments import rules
from services.payments.actions import asking, paying, standing
from services.payments.actions.providers import provider_of
from services.payments.models import Checkout
from services.payments.rules import Stage, Standing

AT_COUNTER = "counter"


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.route("/payments/cases/<uuid:case_id>", methods=["GET", "POST"], endpoint="pay")(pay)
    blueprint.get("/payments/cases/<uuid:case_id>/counter", endpoint="at_counter")(at_counter)
    blueprint.get("/payments/<uuid:checkout_id>", endpoint="checkout")(checkout)
    blueprint.get("/payments/<uuid:checkout_id>/back", endpoint="back")(back)


@open_door
def pay(case_id: UUID) -> str | Response | tuple[str, int]:
    """What it costs, and how it can be paid; nothing but the way is read from the browser."""
    found = held(case_id)
    if request.method == "GET":
        return _page(found)
    how = request.form.get("how", "")
    if how == AT_COUNTER:
        return redirect(url_for("payments.at_counter", case_id=found.id), 303)
    provider = provider_of(db())
    if provider is None or how not in rules.methods(provider.limits, standing.account(db(), found).payable):
        return _page(found, missing=True), 422
    begun = paying.begin(db(), found, how, provider, now())
    return redirect(url_for("payments.checkout", checkout_id=begun.id), 303)


@open_door
def at_counter(case_id: UUID) -> str:
    """窓口で支払う: the number to show, the sum to bring, where and when."""
    from forms.qr import svg

    found = held(case_id)
    account = standing.account(db(), found)
    if not account.payable:
        raise Refused("nothing_to_pay")
    return i18n.page(
        "payments/at_counter.html",
        account=account,
        code=svg(found.receipt_no, found.receipt_no),
        **told(found),
    )


@open_door
def checkout(checkout_id: UUID) -> str | Response:
    """Between our pages and the provider's: where the way leads, or how the payment stands."""
    one, case = mine(checkout_id)
    if one.state == Stage.BEGUN:
        # The provider was silent when it was asked for a page, so it is chosen once more.
        return redirect(url_for("payments.pay", case_id=case.id), 303)
    return i18n.page("payments/checkout.html", checkout=one, **told(case))


@open_door
def back(checkout_id: UUID) -> Response:
    """Back from the provider: it is asked how the payment stands, for the address alone proves nothing."""
    one, _ = mine(checkout_id)
    asking.look(db(), one, now())
    return redirect(url_for("payments.checkout", checkout_id=checkout_id), 303)


def held(case_id: UUID) -> Case:
    """The case of an address, for who may open it; for all others there is none."""
    seat = resident()
    found = inbox.held_by(db(), case_id, holders(), seat.mail_tokens if seat else ())
    if found is None or found.procedure not in house().pack.procedures:
        abort(404)
    return found


def mine(checkout_id: UUID) -> tuple[Checkout, Case]:
    """A try to pay and its case, for who may open the case."""
    one = db().get(Checkout, checkout_id)
    if one is None:
        abort(404)
    return one, held(one.subject_id)


def told(case: Case) -> dict[str, object]:
    """What these pages say about the case and whom to ask."""
    pack, day = house().pack, today(now())
    division = pack.division(case.division, day)
    return {
        "case": case,
        "procedure": pack.procedures[case.procedure],
        "contact": contact(division, pack.office(division.office, day), day),
    }


def _page(case: Case, *, missing: bool = False) -> str:
    account, provider = standing.account(db(), case), provider_of(db())
    open_now = account.standing is Standing.NOW and provider is not None
    ways = rules.methods(provider.limits, account.payable) if provider and open_now else ()
    return i18n.page(
        "payments/pay.html",
        account=account,
        ways=[*ways, AT_COUNTER],
        errors=[("how", "missing")] if missing else None,
        sample=provider is not None and provider.name == "sample",
        **told(case),
    )
