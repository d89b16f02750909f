"""What must hold between the files of a town's folder: every name used somewhere is declared somewhere, on every day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from portal.pack import (
    appointment_bonds,
    batches,
    building_files,
    crematorium_file,
    drawing,
    events,
    farewell,
    formulas,
    group_bonds,
    notices,
    photos,
    reports,
    shapes,
)
from portal.pack.classes import Filed
from portal.pack.divisions import Divisions
from portal.pack.lists import PackFault, Shape
from portal.pack.loaded import COMMON, Lined, Loaded, lines
from portal.pack.reader import BUILDINGS, QUEUE
from portal.pack.references import Reference, dangling
from portal.pack.town import Town, lgcode_fits

_CODE_COLUMN = "全国地方公共団体コード"


def faults(loaded: Loaded, divisions: Divisions, town: Town) -> Iterator[PackFault]:
    """Everything that does not fit together."""
    yield from _references(loaded, divisions)
    yield from _successions(loaded, divisions)
    yield from _responsible(loaded, divisions, town)
    yield from _numbers(loaded)
    yield from _waivers(loaded)
    yield from _batches(loaded)
    yield from _codes(loaded, town)
    yield from _town(loaded, divisions, town)
    yield from _sheets(loaded)
    yield from _exits(loaded)
    for one in notices.strangers(loaded.notices, divisions.ids):
        yield loaded.documents[f"{loaded.folder.name}/{notices.FILE}"].fault(one.path, one.message)
    for one in reports.strangers(loaded.reports, divisions.ids, loaded.dictionary):
        yield loaded.documents[f"{loaded.folder.name}/{reports.FILE}"].fault(one.path, one.message)
    yield from _topics(loaded)
    yield from _queues(loaded, divisions)
    yield from _buildings(loaded, divisions)
    yield from appointment_bonds.faults(loaded, divisions)
    yield from group_bonds.faults(loaded)
    yield from _classes(loaded)
    yield from drawing.faults(loaded)
    yield from _farewell(loaded, divisions)
    yield from _events(loaded)
    yield from formulas.faults(loaded)
    if town.real and town.mark:
        yield from _nothing_made_up(loaded)


def _references(loaded: Loaded, divisions: Divisions) -> Iterator[PackFault]:
    offices = frozenset(office.id for office in loaded.offices)
    procedures = frozenset(loaded.procedures)
    districts = frozenset(one.key for one in loaded.districts)
    garbage = frozenset(cells.get("区分ID", "") for _, cells in lines(loaded, shapes.GARBAGE_KINDS))
    whole = (
        Reference(shapes.DIVISIONS, "事務所ID", offices, "offices.csv にない事務所です"),
        Reference(shapes.DIVISIONS, "後継", divisions.ids, "divisions.csv にない部署です"),
        Reference(shapes.HOURS, "事務所ID", offices, "offices.csv にない事務所です"),
        Reference(shapes.PROCEDURES, "手続ID", procedures, "その手続のファイルがありません"),
        Reference(shapes.PROCEDURES, "部署ID", divisions.ids, "divisions.csv にない部署です"),
        Reference(shapes.FEES, "手続ID", procedures, "その手続のファイルがありません"),
        Reference(shapes.FEES, "単位", frozenset(loaded.dictionary), "辞書にない項目です"),
        Reference(shapes.WAIVERS, "手続ID", procedures, "その手続のファイルがありません"),
        Reference(shapes.BATCHES, "部署ID", divisions.ids, "divisions.csv にない部署です"),
        Reference(shapes.FAQ, "手続ID", procedures, "その手続のファイルがありません"),
        Reference(shapes.FAQ, "部署ID", divisions.ids, "divisions.csv にない部署です"),
        Reference(shapes.FACILITIES, "部署ID", divisions.ids, "divisions.csv にない部署です"),
        Reference(shapes.GARBAGE, "区分ID", garbage, "garbage_kinds.csv にない区分です"),
        Reference(shapes.GARBAGE_KINDS, "手続ID", procedures, "その手続のファイルがありません"),
        Reference(shapes.COLLECTIONS, "地区ID", districts, "districts.csv にない地区です"),
        Reference(shapes.COLLECTIONS, "区分ID", garbage, "garbage_kinds.csv にない区分です"),
        Reference(shapes.STOPS, "地区ID", districts, "districts.csv にない地区です"),
        Reference(shapes.STOPS, "区分ID", garbage, "garbage_kinds.csv にない区分です"),
    )
    yield from dangling(loaded, whole)


def _farewell(loaded: Loaded, divisions: Divisions) -> Iterator[PackFault]:
    """The offices and divisions that receive a bereaved family."""
    document = loaded.documents.get(f"{loaded.folder.name}/{farewell.OWN}")
    offices = {office.id for office in loaded.offices}
    for place, one in enumerate(loaded.farewell.offices if document else (), 1):
        if document and one.office not in offices:
            yield document.fault(f"office[{place}].office", f"offices.csv にない事務所です: {one.office}")
        if document and one.division not in divisions.ids:
            yield document.fault(f"office[{place}].division", f"divisions.csv にない部署です: {one.division}")


def _batches(loaded: Loaded) -> Iterator[PackFault]:
    for place, cells in lines(loaded, shapes.BATCHES):
        for key in batches.parts(cells.get("手続ID", "")):
            if key not in loaded.procedures:
                yield _at(place, "手続ID", f"その手続のファイルがありません: {key}")


def _successions(loaded: Loaded, divisions: Divisions) -> Iterator[PackFault]:
    """The day after a division's last day its successor must stand, and no succession may run in a circle."""
    for place, cells in lines(loaded, shapes.DIVISIONS):
        successor, rows = cells.get("後継", ""), divisions.rows(cells.get("部署ID", ""))
        if not successor or not rows or successor not in divisions:
            continue
        last = rows[-1].valid_to
        if last is None:
            yield _at(place, "後継", "適用終了日のない部署に後継は要りません")
        elif divisions.resolve(successor, last + timedelta(days=1)) is None:
            yield _at(place, "後継", f"{last + timedelta(days=1)} に後継の部署がありません: {successor}")


def _responsible(loaded: Loaded, divisions: Divisions, town: Town) -> Iterator[PackFault]:
    """On every day from the first change on, some division answers for each procedure."""
    days = list(divisions.changes()) or [date.max]
    for key, procedure in sorted(loaded.procedures.items()):
        owners = {offer.division for offer in loaded.offers if offer.procedure == key and offer.division}
        for owner in sorted({procedure.division, *owners} & divisions.ids):
            for day in days:
                if divisions.resolve(owner, day) is None and _offered(loaded, key, day):
                    file = f"{loaded.folder.name}/{shapes.DIVISIONS.file}"
                    yield PackFault(file, 1, owner, f"{day} から、手続 {key} の担当部署がありません")
                    break


def _offered(loaded: Loaded, key: str, day: date) -> bool:
    rows = [offer for offer in loaded.offers if offer.procedure == key and offer.in_force(day)]
    return all(row.offered for row in rows)


def _numbers(loaded: Loaded) -> Iterator[PackFault]:
    """One printed number leads to one procedure."""
    overridden = {offer.procedure for offer in loaded.offers if offer.number}
    taken: dict[str, str] = {
        procedure.number: key
        for key, procedure in sorted(loaded.procedures.items(), reverse=True)
        if procedure.number and key not in overridden
    }
    for file, document in sorted(loaded.documents.items()):
        key = file.rsplit("/", 1)[-1].removesuffix(".toml")
        procedure = loaded.procedures.get(key)
        if "/procedures/" in file and procedure and taken.get(procedure.number, key) != key:
            yield document.fault(
                "number", f"{taken[procedure.number]} と同じ広報番号です: {procedure.number}"
            )
    for place, cells in lines(loaded, shapes.PROCEDURES):
        number, key = cells.get("広報番号", ""), cells.get("手続ID", "")
        if number and taken.setdefault(number, key) != key:
            yield _at(place, "広報番号", f"{taken[number]} と同じ広報番号です: {number}")


def _waivers(loaded: Loaded) -> Iterator[PackFault]:
    """A rule of 減免 looks at a question of its procedure and at answers that can be given to it."""
    for place, cells in lines(loaded, shapes.WAIVERS):
        procedure = loaded.procedures.get(cells.get("手続ID", ""))
        ask = procedure.ask(cells.get("質問", "")) if procedure else None
        if procedure and ask is None:
            yield _at(place, "質問", f"この手続では尋ねていません: {cells.get('質問', '')}")
        choices = {choice.value for choice in ask.field.choices} if ask else set()
        for answer in cells.get("答え", "").split("|") if choices else ():
            if answer.strip() and answer.strip() not in choices:
                yield _at(place, "答え", f"この質問にない答えです: {answer.strip()}")


def _codes(loaded: Loaded, town: Town) -> Iterator[PackFault]:
    """Rows of another town are copied by mistake more easily than one thinks."""
    for shape, column in ((shapes.KPI, "団体コード"), (shapes.FACILITIES, _CODE_COLUMN)):
        for place, cells in lines(loaded, shape):
            value = cells.get(column, "")
            if value and value != town.lgcode:
                hint = "" if lgcode_fits(value) else "（先頭の0が Excel で消えていないか確かめてください）"
                yield _at(place, column, f"この市の団体コードではありません: {value}{hint}")


def _town(loaded: Loaded, divisions: Divisions, town: Town) -> Iterator[PackFault]:
    file = f"{loaded.folder.name}/town.toml"
    document = loaded.documents[file]
    if town.reception and not divisions.rows(town.reception):
        yield document.fault("reception", f"divisions.csv にない部署です: {town.reception}")
    for place, key in enumerate(town.popular, 1):
        if key not in loaded.procedures:
            yield document.fault(f"popular[{place}]", f"その手続のファイルがありません: {key}")


def _queues(loaded: Loaded, divisions: Divisions) -> Iterator[PackFault]:
    document = loaded.documents.get(f"{loaded.folder.name}/{QUEUE}")
    if document is None:
        return
    offices, seen = {office.id for office in loaded.offices}, set[str]()
    for place, queue in enumerate(loaded.queues, 1):
        if queue.office in seen:
            yield document.fault(
                f"queue[{place}].office", f"同じ事務所の順番待ちが二つあります: {queue.office}"
            )
        elif queue.office and queue.office not in offices:
            yield document.fault(f"queue[{place}].office", f"offices.csv にない事務所です: {queue.office}")
        seen.add(queue.office)
        for number, band in enumerate(queue.bands, 1):
            if band.division and band.division not in divisions.ids:
                where = f"queue[{place}].band[{number}].division"
                yield document.fault(where, f"divisions.csv にない部署です: {band.division}")


def _buildings(loaded: Loaded, divisions: Divisions) -> Iterator[PackFault]:
    listed = {cells["ID"] for _, cells in lines(loaded, shapes.FACILITIES)}
    for key, building in loaded.buildings.items():
        document = loaded.documents[f"{loaded.folder.name}/{BUILDINGS}/{key}.toml"]
        for one in building_files.strangers(building, divisions.ids, listed):
            yield document.fault(one.path, one.message)
        for place, photo in enumerate(building.photos, 1):
            for name in (photos.file_name(photo.key, size) for size in photos.SIZES):
                if not (loaded.folder / photos.FOLDER / name).is_file():
                    yield document.fault(f"photo[{place}].key", f"{photos.FOLDER} にない写真です: {name}")
    hall, file = loaded.crematorium, f"{loaded.folder.name}/{crematorium_file.FILE}"
    if hall is not None and hall.operator and hall.operator not in divisions.ids:
        yield loaded.documents[file].fault("operator", f"divisions.csv にない部署です: {hall.operator}")
    if hall is not None and hall.listed and hall.listed not in listed:
        yield loaded.documents[file].fault("listed", f"facilities.csv にない ID です: {hall.listed}")


def _sheets(loaded: Loaded) -> Iterator[PackFault]:
    for file, document in sorted(loaded.documents.items()):
        sheet = document.mapping.get("sheet")
        if "/procedures/" not in file or not isinstance(sheet, str) or not sheet:
            continue
        roots = (loaded.folder, loaded.common)
        if ".." in sheet or not any((root / sheet).is_file() for root in roots):
            yield document.fault("sheet", f"用紙のファイルがありません: {sheet}")


def _exits(loaded: Loaded) -> Iterator[PackFault]:
    """Whoever is sent on to another procedure must find it."""
    for file, document in sorted(loaded.documents.items()):
        procedure = loaded.procedures.get(file.rsplit("/", 1)[-1].removesuffix(".toml"))
        for place, one in enumerate(procedure.exits if procedure and "/procedures/" in file else (), 1):
            if one.procedure and one.procedure not in loaded.procedures:
                yield document.fault(
                    f"exit[{place}].procedure", f"その手続のファイルがありません: {one.procedure}"
                )


def _topics(loaded: Loaded) -> Iterator[PackFault]:
    """Every procedure stands under a heading that exists, where it names one."""
    for file, document in sorted(loaded.documents.items()):
        procedure = loaded.procedures.get(file.rsplit("/", 1)[-1].removesuffix(".toml"))
        topic = procedure.topic if procedure and "/procedures/" in file else ""
        if topic and topic not in loaded.topics:
            yield document.fault("topic", f"topics.toml にない見出しです: {topic}")


def _classes(loaded: Loaded) -> Iterator[PackFault]:
    """A class that a procedure names stands in the list, and each kind of record has one class on a day."""
    known = {one.id for one in loaded.classes}
    for file, document in sorted(loaded.documents.items()):
        procedure = loaded.procedures.get(file.rsplit("/", 1)[-1].removesuffix(".toml"))
        named = procedure.document_class if procedure and "/procedures/" in file else ""
        if named and named not in known:
            yield document.fault("document_class", f"classes.csv にない分類記号です: {named}")
    for filed in (Filed.WITHDRAWN, Filed.RETURNED, Filed.DISPOSAL):
        if len({one.id for one in loaded.classes if one.filed is filed}) > 1:
            file = loaded.lists[shapes.CLASSES.name].file
            yield PackFault(file, 1, "対象", f"同じ対象の分類が二つあります: {filed}")


def _events(loaded: Loaded) -> Iterator[PackFault]:
    """What an event leads to exists, and what it has answered already is asked there and can be answered so."""
    for root in (COMMON, loaded.folder.name):
        document = loaded.documents.get(f"{root}/{events.FILE}")
        if document is not None:
            yield from events.faults(document, loaded.events, loaded.procedures)


def _nothing_made_up(loaded: Loaded) -> Iterator[PackFault]:
    """A sample that bears a real city's name states no fee, telephone, address or hour nobody has printed."""
    forbidden: tuple[tuple[Shape, Mapping[str, str]], ...] = (
        (shapes.FEES, {"金額": "料金"}),
        (shapes.WAIVERS, {"減免": "減免"}),
        (shapes.OFFICES, {"電話番号": "電話番号", "所在地": "所在地", "郵便番号": "郵便番号"}),
        (shapes.DIVISIONS, {"電話番号": "電話番号", "内線": "内線", "メール": "メール", "郵送先": "郵送先"}),
        (shapes.HOURS, {"開始": "時間"}),
    )
    for shape, columns in forbidden:
        for place, cells in lines(loaded, shape):
            for column, what in columns.items():
                if cells.get(column) and not place.file.startswith(f"{COMMON}/"):
                    yield _at(place, column, f"見本として置いた実在の市には、{what}を載せません")


def _at(place: Lined, column: str, message: str) -> PackFault:
    return PackFault(place.file, place.line, column, message)
