"""What must hold between groups.toml and the rest of a town's folder."""

from collections.abc import Iterator

from portal.pack import groups
from portal.pack.lists import PackFault
from portal.pack.loaded import Loaded


def faults(loaded: Loaded) -> Iterator[PackFault]:
    """Each class that can be asked for has its rules, and each relief is one of the building's."""
    document = loaded.documents.get(f"{loaded.folder.name}/{groups.FILE}")
    procedure = loaded.procedures.get(groups.PROCEDURE)
    ask = procedure.ask(groups.CLASS) if procedure else None
    field = ask.field if ask else loaded.dictionary.get(groups.CLASS)
    offered = {one.value for one in field.choices} if field else set()
    if document is None:
        return
    for place, one in enumerate(loaded.groups.classes, 1):
        if one.key not in offered:
            yield document.fault(f"class[{place}].key", f"登録の申請で選べない団体の種類です: {one.key}")
        for key, relief in one.reliefs.items():
            house = loaded.buildings.get(key)
            if house is None or relief not in {known.key for known in house.reliefs}:
                yield document.fault(f"class[{place}].reliefs", f"この施設にない減免です: {key} {relief}")
        for key in one.first_in:
            if key not in loaded.buildings:
                yield document.fault(f"class[{place}].first_in", f"buildings にない施設です: {key}")
    for key in sorted(offered - {one.key for one in loaded.groups.classes}):
        yield document.fault("", f"団体の種類のきまりがありません: {key}")
