"""The sample town's reports: made-up troubles in a made-up town at sea, with drawn pictures, some gone after, some published."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import files, inbox
from portal.db import new_id, writing
from portal.distances import written
from portal.inbox import HOUSE, Case, State
from portal.opening import today
from portal.pack import Pack
from portal.pack.reports import KIND
from services.reports.actions import asking, following, looking, photos, reporting
from services.reports.actions.asking import DANGER, PLACE, POINT, TEXT
from services.reports.actions.following import Joins
from services.reports.actions.reporting import Told
from services.reports.models import Report
from services.reports.rules.stages import NOTES, Stage

_CENTRE = (30.0094, 150.0018)


@dataclass(frozen=True)
class Sample:
    """One made-up report: what, where (north and east of the middle, in thousandths of a degree), how far it is."""

    kind: str
    place: str
    text: str
    north: float
    east: float
    stage: Stage
    days: int
    people: int = 0
    danger: bool = False
    drawn: bool = True
    published: bool = True


SAMPLES = (
    Sample("road", "本町二丁目 見本銀行の前", "直径30センチほどの穴があります。（見本）", 0.4, 0.9, Stage.ARRANGED, 6, 3),
    Sample("lamp", "北町三丁目 北公園の南の角", "3日前から明かりがつきません。（見本）", 2.1, -1.2, Stage.SEEN, 4, 1),
    Sample("sign", "南町一丁目 踏切の手前", "カーブミラーが横を向いています。（見本）", -3.0, 1.6, Stage.REPORTED, 1, 0, drawn=False),
    Sample("park", "中央公園 すべり台", "手すりのねじがゆるんでいます。（見本）", 1.2, 2.4, Stage.DONE, 20, 2),
    Sample("dumping", "見本川の土手 さくら橋の下", "冷蔵庫が捨てられています。（見本）", -1.8, -2.6, Stage.SEEN, 9),
    Sample("tree", "北町一丁目 見本神社の東", "枝が道路にかぶさっています。（見本）", 3.2, 0.3, Stage.REPORTED, 2, 0, drawn=False),
    Sample("gutter", "本町四丁目 郵便局の裏", "ふたが割れて、足が落ちそうです。（見本）", -0.7, 0.2, Stage.REPORTED, 0, 0, danger=True, published=False),
    Sample("river", "南町三丁目 用水路", "草で水が流れていません。（見本）", -4.1, -0.6, Stage.DONE, 30, drawn=False),
)  # fmt: skip


def load(session: Session, now: datetime) -> Sequence[str]:
    """Fill the list, once; a town that takes no reports, or has some, is left alone."""
    pack: Pack = session.info["pack"]
    if not asking.offered(pack, today(now)) or session.scalar(select(Report.id).limit(1)) is not None:
        return ()
    for one in SAMPLES:
        _one(session, one, now)
    return (f"まちの困りごとの知らせ {len(SAMPLES)}件（見本） /reports",)


def _one(session: Session, sample: Sample, now: datetime) -> None:
    then = now - timedelta(days=sample.days, hours=2)
    point = (_CENTRE[0] + sample.north / 1000, _CENTRE[1] + sample.east / 1000)
    told = Told(
        origin=new_id(),
        answers={
            KIND: sample.kind, PLACE: sample.place, POINT: written(point), TEXT: sample.text,
            DANGER: "yes" if sample.danger else "no",
        },
    )  # fmt: skip
    if sample.drawn:
        photos.take(session, [drawing(sample.kind)], told.origin, then)
    case = reporting.report(session, told, then)
    report = looking.of_case(session, case.id)
    if report is None:
        return
    for number in range(sample.people):
        following.follow(session, report.id, Joins(f"見本{number}".encode(), "ja"), then)
    _go_after(session, sample, report, case, then)


def _go_after(session: Session, sample: Sample, report: Report, case: Case, then: datetime) -> None:
    """As far as staff have come with it, on the days after."""
    stages = (Stage.SEEN, Stage.ARRANGED, Stage.DONE)
    passed = stages[: stages.index(sample.stage) + 1] if sample.stage in stages else ()
    with writing(session):
        if sample.stage is not Stage.REPORTED:
            inbox.move(session, case, State.ACCEPTED, HOUSE, then + timedelta(hours=3))
        for place, stage in enumerate(passed, 1):
            at = then + timedelta(days=place)
            if stage is Stage.DONE:
                # Who listens to the end of a case ends the report.
                inbox.move(session, case, State.DONE, HOUSE, at)
                continue
            report.stage, report.changed_at = stage, at
            inbox.note(session, case, NOTES[stage], HOUSE, at, public=True)
        if sample.published:
            _publish(session, sample, report, case, then)


def _publish(session: Session, sample: Sample, report: Report, case: Case, then: datetime) -> None:
    shown = next(iter(files.of(session, "case", case.id)), None)
    values = {"published_at": then, "public_place": sample.place, "public_photo": shown.id if shown else None}
    session.execute(update(Report).where(Report.id == report.id).values(**values))


def drawing(kind: str) -> bytes:
    """A picture of nothing real: grey ground, and a shape that differs by kind; it says 見本 by being drawn."""
    from PIL import Image, ImageDraw

    grounds = {
        "road": "#8a8a8a",
        "lamp": "#26324d",
        "park": "#8fb573",
        "dumping": "#9c8a6b",
        "gutter": "#a3a3a3",
    }
    picture = Image.new("RGB", (960, 720), grounds.get(kind, "#9aa7ad"))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 720), (330, 300), (630, 300), (960, 720)], fill="#6d6d6d")
    pen.line([(480, 320), (480, 720)], fill="#f2f2f2", width=14)
    shapes = {
        "road": lambda: pen.ellipse((380, 470, 640, 610), fill="#2b2b2b"),
        "lamp": lambda: pen.rectangle((700, 80, 724, 560), fill="#d8d8d8"),
        "park": lambda: pen.polygon([(250, 560), (520, 250), (560, 250), (330, 560)], fill="#d05a3a"),
        "dumping": lambda: pen.rectangle((300, 330, 520, 640), fill="#f4f4f0"),
        "gutter": lambda: pen.polygon([(300, 520), (640, 500), (660, 600), (320, 620)], fill="#3a3a3a"),
    }
    shapes.get(kind, lambda: None)()
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
