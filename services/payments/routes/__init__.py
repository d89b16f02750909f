"""The room's addresses: residents pay under /payments, staff look after money under /staff/payments."""

from flask import Blueprint

from portal.refused import Refused
from services.payments.routes import counter, day, frame, pay, receipts, refunds, sample, webhook

blueprint = Blueprint("payments", __name__, template_folder="../templates")
for part in (pay, sample, webhook, counter, day, refunds, receipts):
    part.register(blueprint)
blueprint.register_error_handler(Refused, frame.refused)
