"""What ./check --fast leaves out (browsers, most rooms and all rooms' pages, attacks, killed workers, papers, every word), and what ./check leaves to --all."""

from collections.abc import Sequence
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path

import pytest

THOROUGH = (
    # The rooms that stand beside the way of an application; whoever works in one runs its tests.
    "tests/services/appointments/test_*.py",
    "tests/services/batches/test_*.py",
    "tests/services/connections/test_*.py",
    "tests/services/crematorium/test_*.py",
    "tests/services/dashboard/test_*.py",
    "tests/services/mailings/test_*.py",
    "tests/services/notices/test_*.py",
    "tests/services/opendata/test_*.py",
    "tests/services/payments/test_*.py",
    "tests/services/queue/test_*.py",
    "tests/services/records/test_*.py",
    "tests/services/reports/test_*.py",
    "tests/services/reservations/test_*.py",
    "tests/services/window/test_*.py",
    "tests/services/*/test_routes*.py",
    "tests/services/applications/test_written_at_run_time.py",
    "tests/portal/test_doors.py",
    "tests/portal/pack/test_towns.py",
    "tests/portal/pack/test_faults.py",
    "tests/portal/pack/test_remedies.py",
    "tests/portal/pack/test_children.py",
    "tests/portal/test_whole.py",
    "tests/portal/authoring/test_new.py",
    "tests/harness/test_databases.py",
    "tests/harness/test_live.py",
    "tests/services/applications/test_hostile_uploads.py",
    "tests/services/desk/test_talking.py",
    "tests/services/desk/test_phrases.py",
    "tests/services/accounts/test_kawasaki*.py",
    "tests/services/accounts/test_*providers.py",
    "tests/services/accounts/test_passkeys.py",
    "tests/services/accounts/test_switch.py",
    "tests/services/accounts/test_staff_sign_in.py",
    "tests/services/accounts/test_mail_link.py",
    "tests/services/accounts/test_people_pages.py",
    "tests/services/accounts/test_invitations.py",
    "tests/portal/test_bodies.py",
    "tests/portal/test_components.py",
    "tests/portal/pack/test_sheets.py",
    "tests/portal/pack/test_drawn_forms_printed.py",
    "tests/portal/test_packets.py",
    "tests/portal/test_blank_sheets.py",
    "tests/portal/test_blanks.py",
    "tests/portal/pack/test_golden.py",
    "tests/portal/pack/test_tagged_forms.py",
    "tests/portal/test_worker_kill.py",
    "tests/portal/authoring/test_preview.py",
    "tests/forms/test_paper.py",
    "tests/faults/test_*.py",
    "tests/services/applications/test_bad_input*.py",
    "tests/services/accounts/test_hostile_input.py",
    "tests/benchmarks/test_*.py",
    "tests/forms/test_fuzz.py",
    "tests/house/test_pages.py",
    "tests/portal/files/test_store.py",
    "tests/portal/backup/test_*.py",
    "tests/portal/test_doctor.py",
    "tests/portal/test_national_holidays.py",
    "tests/portal/test_worker_running.py",
    "tests/portal/words/test_faults.py",
    "tests/portal/words/test_check.py",
    "tests/portal/pack/test_one_meaning_one_key.py",
    "tests/portal/pack/test_classes.py",
    "tests/portal/pack/test_topics.py",
    "tests/portal/test_finding.py",
    "tests/portal/test_events_of_life.py",
    "tests/portal/test_metrics.py",
    "tests/forms/cards/test_values.py",
    "tests/services/desk/test_printing.py",
    "tests/services/desk/test_telling.py",
    "tests/portal/draw/test_verifier.py",
    "tests/chatbot/test_mind.py",
    "tests/chatbot/test_confidence.py",
    "tests/chatbot/test_learning.py",
    "tests/chatbot/test_training.py",
    "tests/services/chat/test_cli.py",
    "tests/services/chat/test_line_*.py",
    "tests/portal/test_sample_at_any_moment.py",
    "tests/services/chat/test_garbage_reminders.py",
    "tests/chatbot/dialogue/test_everything.py",
    "tests/portal/test_security.py",
    "tests/portal/test_tally.py",
    "tests/portal/towns/test_*.py",
    "tests/services/chat/test_votes.py",
    "tests/portal/test_i18n.py",
    "tests/portal/test_year_end.py",
    "tests/services/chat/test_days.py",
    "tests/chatbot/test_collection.py",
    "tests/services/chat/test_gate.py",
    "tests/commands/test_gate.py",
    "tests/services/chat/test_opinions.py",
    "tests/services/chat/test_talks.py",
    "tests/services/chat/test_minds.py",
    "tests/services/accounts/test_roster.py",
    "tests/portal/test_replica.py",
    "tests/portal/test_signature.py",
    "tests/forms/test_wareki.py",
    "tests/services/chat/test_rich_menus.py",
    "tests/services/chat/test_places.py",
    "tests/services/chat/test_model.py",
    "tests/harness/line/test_*.py",
)
# Browsers, machines and hours.
NEVER_FAST = ("tests/journeys/test_*.py", "tests/bare/test_*.py", "tests/soak/test_*.py")
# What the full gate leaves to --all. The rooms are tried on SQLite and on the wheel's PostgreSQL, and what speaks most to the
# database itself (tables, outbox, ledger, locks) on Debian's older one too; pages that only ask those are opened on SQLite.
# Residents walk in Japanese with scripts and without, and in English without. Every page is looked at in Japanese; in English
# those of one whole request, and the short walks are walked once.
PAGES = (
    "tests/portal/test_doors.py",
    "tests/services/accounts/test_hostile_input.py",
    "tests/services/accounts/test_invitations.py",
    "tests/services/accounts/test_people_pages.py",
    "tests/services/accounts/test_providers.py",
    "tests/services/accounts/test_switch.py",
    "tests/services/accounts/test_unbelievable_providers.py",
)
OF_ONE_POSTGRESQL = (
    "tests/faults/test_*.py",
    "tests/portal/files/test_files.py",
    "tests/portal/payments/test_*.py",
    "tests/portal/test_bounces.py",
    "tests/portal/test_case_papers.py",
    "tests/portal/test_conversation.py",
    "tests/portal/test_corrections.py",
    "tests/portal/test_decisions.py",
    "tests/portal/test_doors.py",
    "tests/portal/test_filing.py",
    "tests/portal/test_letters.py",
    "tests/portal/test_links.py",
    "tests/portal/test_mail.py",
    "tests/portal/test_notify.py",
    "tests/portal/test_payments.py",
    "tests/portal/test_saved_answers.py",
    "tests/portal/test_shielded.py",
    "tests/portal/test_worker_kill.py",
    "tests/portal/test_worker_running.py",
    "tests/services/*/test_*.py",
)
LONG = (
    ("tests/faults/test_killed_offers.py", "_not_at_all"),
    ("tests/portal/draw/test_verifier.py", "20000"),
    # Each fault is planted by the gate already; that none of the table is forgotten plants them all once more.
    ("tests/portal/pack/test_remedies.py", "_planted_somewhere"),
    *((pages, "postgresql") for pages in PAGES),
    ("tests/services/chat/test_line_*.py", "postgresql"),
    ("tests/faults/test_line_faults.py", "postgresql"),
    ("tests/faults/test_killed_line.py", "postgresql"),
    *((place, "debian") for place in OF_ONE_POSTGRESQL),
    ("tests/portal/test_components.py", "_looks_right_in_every_state[easy-"),
    ("tests/portal/test_components.py", "_looks_right_in_every_state[es-"),
    ("tests/portal/test_home.py", "_passes_the_checkers_in_each_of_its_states[easy]"),
    ("tests/portal/test_home.py", "_passes_the_checkers_in_each_of_its_states[en]"),
    ("tests/journeys/test_pages.py", "-easy]"),
    ("tests/journeys/test_pages.py", "-en]"),
    ("tests/house/test_pages.py", "_sound_html[easy]"),
    ("tests/services/accounts/test_kawasaki*.py", "postgresql"),
    ("tests/faults/test_killed_rooms.py", "postgresql"),
    ("tests/faults/test_killed_counter.py", "postgresql"),
    # Without scripts it is walked for its pages in any case.
    ("tests/journeys/test_facilities.py", "[with JavaScript"),
    ("tests/journeys/test_groups.py", "[with JavaScript"),
    ("tests/journeys/test_buildings.py", "[with JavaScript"),
    ("tests/journeys/test_crematorium.py", "[with JavaScript"),
    ("tests/journeys/test_halls.py", "[with JavaScript"),
    ("tests/journeys/test_appointments.py", "[with JavaScript"),
    ("tests/journeys/test_*.py", "[with JavaScript-easy]"),
    ("tests/journeys/test_*.py", "[with JavaScript-en]"),
    ("tests/journeys/test_*.py", "[without JavaScript-easy]"),
    ("tests/journeys/test_window.py", "[easy]"),
    # The staff's pages are walked in Japanese.
    ("tests/journeys/test_desk.py", "[without JavaScript-en]"),
    ("tests/journeys/test_systems.py", "[without JavaScript-en]"),
)
# And of that what the gate does all the same.
KEPT = ("_every_side[apply_for_water-en]",)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Spare a run the reading of files of which it runs nothing: of most, where only what stands alone is asked for."""
    if collection_path.suffix != ".py":
        return None
    if config.getoption("markexpr").startswith("alone"):
        return not _says_alone(collection_path) or None
    if config.getoption("--scale") != "fast":
        return None
    place = collection_path.relative_to(config.rootpath)
    return any(place.match(pattern) for pattern in (*THOROUGH, *NEVER_FAST)) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark them, so that the gate can leave them out by name."""
    for path, those in groupby(items, lambda item: item.path):
        place = Path(path).relative_to(config.rootpath)
        thorough = any(place.match(pattern) for pattern in THOROUGH)
        names = [f"*{_quoted(name)}*" for pattern, name in LONG if place.match(pattern)]
        for item in those:
            if thorough:
                item.add_marker("thorough")
            if _grows(item):
                item.add_marker("grows")
            if any(fnmatch(item.name, name) for name in names) and not item.name.endswith(KEPT):
                item.add_marker("long")
            if item.get_closest_marker("alone") and not _says_alone(path):
                raise pytest.UsageError(f"{place}: pytest.mark.alone must be said in the file itself")


def _grows(item: pytest.Item) -> bool:
    """Whether it does more at a larger scale: it asks for the scale, or gets as many made-up examples as that allows."""
    asked: Sequence[str] = getattr(item, "fixturenames", ())
    return "scale" in asked or getattr(getattr(item, "obj", None), "is_hypothesis_test", False)


def _says_alone(file: Path) -> bool:
    return "mark.alone" in file.read_text(encoding="utf-8")


def _quoted(name: str) -> str:
    """Brackets mean a set of letters to fnmatch, and a test's parameters to us."""
    return name.replace("[", "[[]")
