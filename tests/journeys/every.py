"""All journeys there are, for the tests that look at whatever they met."""

from collections.abc import Callable, Sequence

import pytest

from tests.journeys import (
    again,
    appointments,
    buildings,
    chat,
    crematorium,
    desk,
    desk_list,
    facilities,
    farewell,
    figures,
    groups,
    halls,
    lists,
    mailings,
    notices,
    opendata,
    prepare,
    reports,
    residence,
    systems,
    waiting,
    water,
    window,
)
from tests.journeys.walk import LANGUAGES, Journey, State

JOURNEYS: Sequence[Journey] = (
    water.apply_for_water,
    residence.ask_online,
    residence.ask_at_the_counter,
    residence.ask_by_post,
    lists.keep_for_later,
    lists.sign_in_and_withdraw,
    lists.refused_and_missing,
    again.keep_answers_and_hide,
    farewell.take_leave,
    facilities.book_a_room,
    facilities.wait_for_an_opening,
    groups.register_a_group,
    appointments.book_a_time,
    appointments.keep_a_calendar,
    buildings.edit_a_facility,
    chat.ask_and_hand_over,
    crematorium.book_a_cremation,
    crematorium.run_a_crematorium,
    halls.take_a_call,
    halls.run_a_hall,
    halls.manage_a_hall,
    desk.work_on_a_case,
    desk.keep_out,
    desk.manage_people,
    desk_list.work_through_a_list,
    figures.follow_the_plan,
    mailings.answer_a_letter,
    opendata.read_open_data,
    prepare.prepare_a_move,
    mailings.look_after_a_mailing,
    notices.tell_everybody,
    reports.report_a_problem,
    reports.go_after_a_report,
    systems.connect_systems,
    waiting.wait_for_a_turn,
    window.serve_from_a_slip,
    window.serve_with_nothing_prepared,
)
# Mostly the staff's pages, of which `desk.work_on_a_case` alone is walked in plain Japanese too: their layout is one, and that
# nothing of theirs is left untranslated is proved without a browser (portal.words.check).
OF_STAFF = frozenset(
    (
        appointments.keep_a_calendar, buildings.edit_a_facility, crematorium.run_a_crematorium, halls.take_a_call, halls.run_a_hall,
        halls.manage_a_hall, desk.keep_out, desk.manage_people, desk_list.work_through_a_list, figures.follow_the_plan,
        mailings.look_after_a_mailing, reports.go_after_a_report, systems.connect_systems, window.serve_from_a_slip,
        window.serve_with_nothing_prepared,
    )
)  # fmt: skip
Pages = Callable[[Journey, str], Sequence[State]]
IN_EACH = pytest.mark.parametrize(
    ("journey", "language"),
    [
        pytest.param(one, language, id=f"{one.__name__}-{language}")
        for language in LANGUAGES
        for one in JOURNEYS
        if not (language == "easy" and one in OF_STAFF)
    ],
)
