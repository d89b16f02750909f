"""The room's addresses: residents pay under /payments, staff look after money under /staff/payments."""

from flask import Blueprint

from services.payments.routes import counter, day, pay, refunds, sample, webhook

blueprint = Blueprint("payments", __name__, template_folder="../templates")
for part in (pay, sample, webhook, counter, day, refunds):
    part.register(blueprint)
