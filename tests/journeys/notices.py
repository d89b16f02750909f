"""The push desk: a notice to everybody is written, counted, asked for, let out by another; then who reads tests, and disaster mode."""

from tests.journeys.desk import sign_in
from tests.journeys.walk import Visit

EDITOR, APPROVER = "8001", "1003"
ROOT = "/staff/notices"
WORDS = {"title_ja": "水道の工事", "body_ja": "あすの夜、北地区で水が止まります。"}


def tell_everybody(visit: Visit) -> None:
    """Every page of the push desk, by the one who writes and the one who lets it out."""
    editor = visit.enter(desk=True)
    sign_in(editor, EDITOR)
    editor.open(ROOT)
    editor.meet("staff-notices")
    editor.open(f"{ROOT}/new")
    editor.meet("staff-notice-new")
    editor.blamed("staff-notice-new-wrong", {**WORDS, "body_ja": "090-1234-5678へ"})
    editor.onward(WORDS)
    editor.meet("staff-notice-draft")
    editor.press()
    editor.meet("staff-notice-asked")
    for path, name in {"testers": "staff-notice-testers", "mails": "staff-notice-mails"}.items():
        editor.open(f"{ROOT}/{path}")
        editor.meet(name)
