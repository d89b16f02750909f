"""A promise of the whole house: every table that points at a case says what becomes of its rows when the case is erased."""

import services
from portal.db import Base

# Emptied with the case, or left with nothing personal in it. A new table is added here together with what erases it:
# services.records.actions.erasing for the shell's tables, a room's own hearing of `case.erased` for a room's.
EMPTIED = {
    "answer_use", "appointment", "booking", "booking_series", "card_signature", "case_event", "case_hold", "case_holder", "case_label", "case_message",
    "user_group", "user_group_event",
    "case_token", "correction", "cremation", "rated_case", "window_signature",
}  # fmt: skip
NAMELESS = {
    "batch_case", "batch_result_row", "decision", "disposal_item", "report", "saved_answer", "webhook_delivery",
}  # fmt: skip
# A record of its own that outlives one answer to it: the list of a mailing.
OF_ITS_OWN = {"mailing_addressee"}


def test_every_table_about_a_case_says_what_erasing_does_with_it() -> None:
    assert services.ALL
    about = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(key.target_fullname == "cases.id" for key in table.foreign_keys) or "case_id" in table.c
    }

    assert about == EMPTIED | NAMELESS | OF_ITS_OWN
