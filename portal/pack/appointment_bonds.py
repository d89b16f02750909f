"""What must hold between appointments/*.toml and the rest of a town's folder: divisions, places, procedures."""

from collections.abc import Iterator

from portal.pack import shapes
from portal.pack.divisions import Divisions
from portal.pack.lists import PackFault
from portal.pack.loaded import Loaded, lines
from portal.pack.reader import APPOINTMENTS


def faults(loaded: Loaded, divisions: Divisions) -> Iterator[PackFault]:
    """Every name that nothing stands behind."""
    listed = {cells["ID"] for _, cells in lines(loaded, shapes.FACILITIES)}
    for key, one in loaded.appointments.items():
        document = loaded.documents[f"{loaded.folder.name}/{APPOINTMENTS}/{key}.toml"]
        if one.division and one.division not in divisions.ids:
            yield document.fault("division", f"divisions.csv にない部署です: {one.division}")
        if one.procedure not in loaded.procedures:
            yield document.fault("procedure", f"その手続のファイルがありません: {one.procedure}")
        for place, name in enumerate(one.after, 1):
            if name not in loaded.procedures:
                yield document.fault(f"after[{place}]", f"その手続のファイルがありません: {name}")
        places = [("place", one.place)]
        places += [(f"session[{at}].place", session.place) for at, session in enumerate(one.sessions, 1)]
        for where, name in places:
            if name and name not in listed:
                yield document.fault(where, f"facilities.csv にない ID です: {name}")
