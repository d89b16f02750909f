"""知識の管理: what is answered, entry by entry, changed in a draft of one's own with a preview in each language."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.wording import Wording
from portal import i18n, kept
from portal.doors import db, house, now, staff, staff_door
from portal.finding import FAQ, PROCEDURE
from portal.home import todays
from portal.knowledge import Cells
from portal.opening import today
from portal.pack.lists import EASY, ENGLISH
from portal.people import staff_names
from portal.refused import Refused
from services.chat.actions import gate, knowledge, reach, trials
from services.chat.actions.reach import EDIT
from services.chat.routes.frame import shown
from services.chat.rules import entries

HERE = "/staff/knowledge"
NEW = "new"
_A_PAGE = 100
Page = str | Response | tuple[str, int]


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="knowledge")(listed)
    blueprint.route(f"{HERE}/entries/<entry>", methods=["GET", "POST"], endpoint="entry")(entry)
    blueprint.post(f"{HERE}/entries/<entry>/<deed>", endpoint="entry_deed")(entry_deed)
    blueprint.get(f"{HERE}/draft", endpoint="draft")(draft)
    blueprint.post(f"{HERE}/draft/<deed>", endpoint="draft_deed")(draft_deed)
    blueprint.get(f"{HERE}/editions", endpoint="editions")(editions)
    blueprint.post(f"{HERE}/editions/<int:number>/again", endpoint="edition_again")(again)


@staff_door(EDIT)
def listed() -> str:
    """Every entry, those that are due and those that are asked alike told apart."""
    rows, day, seat, pack = knowledge.rows(db()), today(now()), staff(), house().pack
    asked, which = request.args.get("q", "").strip()[:60], request.args.get("which", "")
    doubles = entries.doubles(rows)
    double = {row["ID"] for one, other, _ in doubles for row in (one, other)}
    mine = knowledge.changes(db(), knowledge.mine(db(), seat))
    due = {row["ID"] for row in rows if entries.due(row, day)}
    missing = {row["ID"] for row in rows if entries.missing(row.cells)}
    chosen = {"due": due, "double": double, "missing": missing}.get(which, {row["ID"] for row in rows})
    found = [
        row for row in rows if row["ID"] in chosen and (not asked or asked in "\n".join(row.cells.values()))
    ]
    pages = -(-len(found) // _A_PAGE) or 1
    at = max(1, min(_number_in(request.args.get("page", "1")), pages))
    return shown(
        "chat/staff/entries.html", rows=found[(at - 1) * _A_PAGE : at * _A_PAGE], at=at, of=pages, every=len(rows),
        which=which, asked=asked, mine=mine, due=due, doubles=doubles, double=double, missing=missing,
        divisions=division_names(), done=request.args.get("done", ""),
        may={row["ID"] for row in rows if reach.edits(seat, pack, row["部署ID"])},
    )  # fmt: skip


@staff_door(EDIT)
def entry(entry: str) -> Page:
    """One entry as a form; saved, it stands in one's draft and is shown as residents would read it."""
    if request.method == "GET":
        return _form(entry, _known(entry))
    typed = entries.normal({**request.form.to_dict(), "ID": _id(entry)})
    faults = entries.faults(typed, house().pack.division_ids, house().pack.procedures)
    if faults:
        return _form(entry, typed, faults), 422
    if entry == NEW and knowledge.entry(db(), typed["ID"]) is not None:
        return _form(entry, typed, [("ID", "there")]), 422
    knowledge.save(db(), staff(), {typed["ID"]: typed}, now())
    return redirect(url_for("chat.entry", entry=typed["ID"], done="saved"), 303)


@staff_door(EDIT)
def entry_deed(entry: str, deed: str) -> Response:
    """Take an entry out, or leave it as it is."""
    if deed == "remove":
        knowledge.save(db(), staff(), {entry: None}, now())
    elif deed == "leave":
        knowledge.leave(db(), staff(), entry, now())
    else:
        raise Refused("knowledge_unknown", 404)
    return redirect(url_for("chat.draft"), 303)


@staff_door(EDIT)
def draft() -> Page:
    """One's draft: what it changes, and what would be answered otherwise; `part` is what a page that waits asks for."""
    if request.args.get("part") == "trial":
        answer = current_app.make_response(shown("chat/staff/trial.html", trial=_standing(), now=now()))
        answer.add_etag()
        return answer.make_conditional(request)
    return _draft()


@staff_door(EDIT)
def draft_deed(deed: str) -> Page:
    """Publish the draft as it was tried out, have it tried once more, or give it up."""
    if deed == "drop":
        knowledge.drop(db(), staff(), now())
        return redirect(url_for("chat.knowledge", done="dropped"), 303)
    if deed == "try":
        gate.again(db(), staff(), now())
        return redirect(url_for("chat.draft"), 303)
    if deed != "publish":
        raise Refused("knowledge_unknown", 404)
    knowingly = frozenset(name for name in ("worse", "untried") if request.form.get(name) == "yes")
    try:
        gate.publish(db(), staff(), _number("revision"), request.form.get("note", ""), now(), knowingly)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _draft(refused), refused.status
    house().editions.forget()
    kept.forget()
    return redirect(url_for("chat.knowledge", done="published"), 303)


@staff_door(EDIT)
def editions() -> str:
    """Every edition that was published, and a way back to each."""
    found = knowledge.history(db())
    people = frozenset(one.published_by for one, _ in found if one.published_by)
    return shown("chat/staff/editions.html", editions=found, names=staff_names(db(), people))


@staff_door(EDIT)
def again(number: int) -> Response:
    """Everything as it was in an edition, as a draft to be tried out."""
    knowledge.again(db(), staff(), number, now())
    return redirect(url_for("chat.draft", done="again"), 303)


def label(key: str) -> Any:
    """What a key of the index is called on the page of a member of staff."""
    found = todays().matters.get(key)
    if found is not None:
        return found.title if key.startswith(PROCEDURE) else found.question  # type: ignore[union-attr]
    changed = knowledge.changes(db(), knowledge.mine(db(), staff())).get(key.removeprefix(f"{FAQ}:"))
    return changed["質問"] if changed else key.partition(":")[2]


def division_names() -> Mapping[str, Any]:
    """The divisions of today by their ids."""
    return {one.id: one.name for one in house().pack.divisions(today(now()))}


def _draft(refused: Refused | None = None) -> str:
    found = knowledge.mine(db(), staff())
    made = knowledge.changes(db(), found)
    there = {key: knowledge.entry(db(), key) for key in made}
    return shown(
        "chat/staff/draft.html", draft=found, made=made, there=there, columns=entries.normal({}), label=label,
        trial=_standing(), refused=refused, done=request.args.get("done", ""), errors=refused, now=now(),
    )  # fmt: skip


def _standing() -> trials.Standing:
    found = knowledge.mine(db(), staff())
    return trials.standing(db(), found) if found else trials.Standing()


def _known(entry: str) -> Cells:
    """An entry as it stands in one's draft, or as it is answered; a new one with what the address brings along."""
    if entry == NEW:
        given = {
            "質問": request.args.get("question", "")[:200],
            "言い換え": request.args.get("names", "")[:400],
        }
        return entries.normal({"ID": entries.next_id(knowledge.rows(db())), **given})
    mine = knowledge.changes(db(), knowledge.mine(db(), staff()))
    found = mine.get(entry) or knowledge.entry(db(), entry)
    if found is None:
        raise Refused("knowledge_unknown", 404)
    return found


def _form(entry: str, cells: Cells, faults: list[tuple[str, str]] | None = None) -> str:
    pack, seat, day = house().pack, staff(), today(now())
    division = cells.get("部署ID", "")
    return shown(
        "chat/staff/entry.html", key=entry, cells=cells, faults=faults or [], errors=bool(faults),
        may=entry == NEW or reach.edits(seat, pack, division), drafted=entry in _mine(), there=knowledge.entry(db(), entry),
        owners=[
            (one.id, _plain(one.name))
            for one in pack.divisions(day)
            if reach.edits(seat, pack, one.id) or one.id == division
        ],
        ways=[(one.key, _plain(one.title)) for one in pack.procedures.values()], missing=entries.missing(cells),
        question=_wording(cells, "質問"), answer=_wording(cells, "回答"), all_of_them=reach.edits_all(seat, pack),
        done=request.args.get("done", ""), easy=EASY, english=ENGLISH,
    )  # fmt: skip


def _plain(words: Wording) -> str:
    return words.say(i18n.words().language.key).text


def _mine() -> Mapping[str, Cells | None]:
    return knowledge.changes(db(), knowledge.mine(db(), staff()))


def _wording(cells: Cells, column: str) -> Wording:
    return Wording(
        {
            "ja": cells.get(column, ""),
            "easy": cells.get(column + EASY, ""),
            "en": cells.get(column + ENGLISH, ""),
        }
    )


def _id(entry: str) -> str:
    return request.form.get("ID", "") if entry == NEW else entry


def _number(name: str) -> int:
    return _number_in(request.form.get(name, ""))


def _number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
