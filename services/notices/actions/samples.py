"""The sample town's notices: made up, as everything there."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import new_id, writing
from portal.people import Staff
from services.notices.models import Notice, Run
from services.notices.rules.stages import Stage, Turn

# How many days ago, the matter, title and words in ja, easy and en.
_TOLD = (
    (
        3,
        "bosai",
        {"ja": "防災訓練をします（見本）", "easy": "ぼうさいの れんしゅうを します（見本）", "en": "Disaster drill (sample)"},
        {
            "ja": "11月29日（日）9時から、市内のすべての小学校で防災訓練をします。サイレンが鳴りますが、本物の災害ではありません。",
            "easy": "11月29日（日曜日）9時から、小学校で ぼうさいの れんしゅうを します。サイレンが なります。本当の 災害では ありません。",
            "en": "On Sunday, 29 November, from 9:00 there is a drill at every elementary school. Sirens will sound; it is not a real disaster.",
        },
    ),
    (
        12,
        "kenko",
        {"ja": "がん検診の予約が始まりました（見本）", "en": "Cancer screening can be booked (sample)"},
        {
            "ja": "今年度のがん検診は、1月末まで受けられます。予約はポータルからどうぞ。",
            "en": "This year's cancer screening runs until the end of January. Book on the portal.",
        },
    ),
)  # fmt: skip


def load(session: Session, now: datetime) -> Sequence[str]:
    """Give the sample town a few notices that went to everybody, once."""
    if session.scalar(select(Notice.id).limit(1)) is not None:
        return ()
    # The sample town's editor and the one who lets out; a notice of nobody's is one that a mail of 防災メール made.
    editor, approver = (
        session.scalar(select(Staff.id).where(Staff.number == number)) for number in ("8001", "1003")
    )
    with writing(session):
        for days, category, title, body in _TOLD:
            then = now - timedelta(days=days)
            notice = Notice(
                id=new_id(), stage=Stage.OVER, category=category, title=title, body=body, link="", audience={},
                urgent=False, first_at=then, repeats="", until=None, written_by=editor, written_at=then,
                released_by=approver, released_at=then, public_at=then,
            )  # fmt: skip
            session.add(notice)
            session.flush()
            session.add(
                Run(
                    id=new_id(), notice_id=notice.id, place=1, due_at=then, stage=Turn.DONE, languages=[], after=None,
                    lots=0, people=0, begun_at=then, done_at=then,
                )
            )  # fmt: skip
        session.flush()
    return (f"みなへの知らせ {len(_TOLD)}件（見本） / notices to everybody",)
