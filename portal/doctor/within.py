"""What the database shows: whether it is there and of this version, opens with the town's keys, and is worked through."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal import jobs, schema
from portal.doctor.findings import Finding, fine, think, wrong
from portal.house import House
from portal.jobs import JobRun
from portal.outbox import DEAD, WAITING, Outbox
from portal.vault import DataKey, Unreadable

SILENT, LATE, APART = timedelta(minutes=5), timedelta(minutes=15), timedelta(seconds=2)


def database(house: House) -> Finding:
    what = "データベース / database"
    try:
        with house.db.changing() as connection:
            found = schema.version(connection)
            kind = (
                "SQLite"
                if house.db.is_sqlite
                else f"PostgreSQL {connection.scalar(text('SHOW server_version'))}"
            )
    except SQLAlchemyError as error:
        return wrong(
            what,
            f"つながりません / cannot be reached ({type(error).__name__})",
            "KURASHI_DATABASE_URL と、データベースが動いているかを見てください / is it running?",
        )
    if found != schema.newest():
        return wrong(
            what,
            f"{kind}、版 / version {found}、新しい版 / newest {schema.newest()}",
            "flask --app wsgi db upgrade",
        )
    return fine(what, f"{kind}、版 / version {found}")


def opens(house: House) -> Finding:
    what = "市の鍵とデータ / town keys and data"
    with house.db.session() as session:
        ids = session.scalars(select(DataKey.id).order_by(DataKey.id.desc()).limit(50)).all()
        try:
            house.vault.fetch(session, ids)
        except Unreadable:
            return wrong(
                what,
                "データが開けません / the data does not open",
                "KURASHI_TOWN_KEYS がこのデータベースのものか、確かめてください / are they this database's?",
            )
    return fine(what, f"{len(ids)} 個を試しました / tried")


def clock(house: House) -> Finding:
    what = "時計 / clock"
    if house.db.is_sqlite:
        return fine(what, "一台だけです / one machine")
    with house.db.engine.connect() as connection:
        theirs: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    apart = abs(theirs - house.now())
    if apart > APART:
        return wrong(
            what,
            f"データベースと {apart.total_seconds():.0f} 秒ずれています / seconds apart from the database",
            "両方で NTP を動かしてください / run NTP on both",
        )
    return fine(what, "データベースと合っています / agrees with the database")


def worker(session: Session, now: datetime) -> Iterator[Finding]:
    what, beat = "送信係 / worker", jobs.done_at(session, "heartbeat")
    if beat is None or now - beat > SILENT:
        since = (
            "一度も / never"
            if beat is None
            else f"{(now - beat).total_seconds() / 60:.0f} 分前 / minutes ago"
        )
        yield wrong(what, f"動いていません / not running ({since})", "flask --app wsgi outbox run")
    else:
        yield fine(what, "動いています / running")
    for run in session.scalars(select(JobRun).where(JobRun.failures >= 3).order_by(JobRun.name)):
        yield wrong(
            "仕事 / job",
            f"{run.name}: {run.failures} 回続けて失敗 / failures in a row ({run.last_error})",
            "ログで job の名前を探してください / look for its name in the log",
        )


def outbox(session: Session, now: datetime) -> Iterator[Finding]:
    what = "送信箱 / outbox"
    late = select(func.count()).where(Outbox.state == WAITING, Outbox.not_before < now - LATE)
    waiting = session.scalar(late) or 0
    dead = session.scalar(select(func.count()).where(Outbox.state == DEAD)) or 0
    if waiting:
        yield wrong(
            what,
            f"{waiting} 件が15分より長く待っています / have waited for over 15 minutes",
            "送信係と、メールやLINEの行き先を見てください / see the worker and where they go",
        )
    else:
        yield fine(what, "たまっていません / nothing late")
    if dead:
        yield think(
            what,
            f"{dead} 件は届きませんでした / never arrived",
            "職員の「作業」にあります / staff have tasks for them",
        )
