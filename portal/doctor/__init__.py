"""doctor: looks at a deployment as its operator would, and says in plain words what is wrong and what to do."""

from collections.abc import Iterator

from portal.doctor import around, travelling, within
from portal.doctor.findings import Finding, State, safely, worst
from portal.house import House

__all__ = ["Finding", "State", "look", "worst"]


def look(house: House) -> Iterator[Finding]:
    """Everything, in the order in which one thing needs the other; what cannot be looked at says so."""
    yield from around.settings(house)
    if house.settings.production:
        if house.settings.base_url.startswith("https://"):
            yield safely("証明書 / certificate", lambda: around.certificate(house))
        yield travelling.look(house.settings)
        yield around.passwords(house)
    yield from around.keys(house)
    database = safely("データベース / database", lambda: within.database(house))
    yield database
    if database.state is not State.WRONG:
        yield safely("市の鍵とデータ / town keys and data", lambda: within.opens(house))
        yield safely("時計 / clock", lambda: within.clock(house))
        with house.db.session() as session:
            yield from within.worker(session, house.now())
            yield from within.outbox(session, house.now())
    yield safely("ファイル置き場 / files", lambda: around.files(house))
    yield safely("ウイルス検査 / virus scanner", lambda: around.scanner(house))
    if house.tally is not None:
        yield safely("Redis", lambda: around.tally(house))
    if house.settings.otlp_endpoint:
        yield safely("OpenTelemetry", lambda: around.collector(house.settings.otlp_endpoint))
    yield safely("メール / mail", lambda: around.post(house))
    yield around.pack(house)
    yield from around.room(house)
    yield around.backup(house)
