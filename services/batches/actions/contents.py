"""What goes into a batch: a CSV of each procedure, each case's paper and attachments, and lists of what could not go along."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import Procedure
from portal import audit, editions, files, inbox, shielded
from portal.db import writing
from portal.inbox import Case
from portal.opening import TOKYO, today
from portal.printing import Printer
from portal.states import State
from portal.vault import Unreadable
from services.batches.actions import layouts
from services.batches.actions.layouts import Layout
from services.batches.models import Batch, BatchCase
from services.batches.rules import columns
from services.batches.rules.bundle import LeftOut
from services.batches.rules.cells import Writer
from services.batches.rules.harmless import Harmful, harmless

_ENDED = (State.WITHDRAWN, State.RETURNED)
_UTF8 = "utf-8-sig"


@dataclass
class Whole:
    """Everything but the manifest, as it grows."""

    cases: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    layouts: dict[str, Layout] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """A case opened for a batch."""

    case: Case
    form: Procedure
    answers: Mapping[str, Any]
    paths: Mapping[str, str]
    request: str


def gather(session: Session, batch: Batch, now: datetime) -> Whole:
    """Open each case, one after the other; each look is in the audit before it is taken."""
    whole = Whole()
    taken: dict[str, list[Taken]] = {}
    for case_id in _ids(session, batch):
        one = _open(session, batch, case_id, whole, now)
        if one is not None:
            taken.setdefault(one.case.procedure, []).append(one)
            whole.cases += 1
        session.commit()
    writer = Writer(batch.encoding)
    for procedure, cases in sorted(taken.items()):
        _table(session, batch, procedure, cases, whole, writer)
    _companions(writer, whole)
    return whole


def _ids(session: Session, batch: Batch) -> list[UUID]:
    mine = select(BatchCase.case_id).where(BatchCase.batch_id == batch.id)
    return list(session.scalars(mine.order_by(BatchCase.place)))


def _open(session: Session, batch: Batch, case_id: UUID, whole: Whole, now: datetime) -> Taken | None:
    with writing(session):
        audit.saw(session, "house", None, "batched", "case", case_id, now)
    case = session.get(Case, case_id, populate_existing=True)
    if case is None:
        whole.left_out.append(LeftOut("", str(case_id), "erased"))
        return None
    if case.state in _ENDED:
        # Withdrawn between the order and now; nothing of it shall be keyed in.
        whole.left_out.append(LeftOut(case.receipt_no, "case", case.state))
        return None
    form = editions.of(session, case)
    try:
        answers = inbox.answers(session, case) if _whole(batch, case) else shielded.told(session, case)
    except Unreadable:
        whole.left_out.append(LeftOut(case.receipt_no, "case", "erased"))
        return None
    if form is None:
        whole.left_out.append(LeftOut(case.receipt_no, "case", "form_unknown"))
        return None
    paths = dict(_attached(session, batch, case, whole))
    return Taken(case, form, answers, paths, _paper(session, case, form, answers, whole))


def _whole(batch: Batch, case: Case) -> bool:
    """Whether everything may go: a shielded case's address only where the division's plan says so."""
    return batch.with_shielded or not case.shielded


def _paper(session: Session, case: Case, form: Procedure, answers: Mapping[str, Any], whole: Whole) -> str:
    """申請書, as the desk prints it."""
    printer: Printer = session.info["printer"]
    if case.procedure not in session.info["pack"].procedures:
        whole.left_out.append(LeftOut(case.receipt_no, "request.pdf", "form_unknown"))
        return ""
    html = printer.sheets.request(
        case.procedure, answers, "ja", today(case.arrived_at), number=case.receipt_no, form=form
    )
    path = f"cases/{case.receipt_no}/request.pdf"
    whole.files[path] = printer.pdf(html)
    return path


def _attached(session: Session, batch: Batch, case: Case, whole: Whole) -> Iterator[tuple[str, str]]:
    """Each file under its number, with the path that the CSV names."""
    for place, file in enumerate(files.of(session, "case", case.id), 1):
        what = f"{place:02}"
        if not _whole(batch, case):
            # Nobody knows what a picture shows.
            whole.left_out.append(LeftOut(case.receipt_no, what, "shielded"))
            continue
        try:
            content, ending = harmless(b"".join(files.content(session, file)), file.media_type)
        except Harmful as harm:
            whole.left_out.append(LeftOut(case.receipt_no, what, harm.why))
            continue
        except Unreadable:
            whole.left_out.append(LeftOut(case.receipt_no, what, "unreadable"))
            continue
        path = f"cases/{case.receipt_no}/{what}{ending}"
        whole.files[path] = content
        yield str(file.id), path


def _table(
    session: Session, batch: Batch, procedure: str, taken: list[Taken], whole: Whole, writer: Writer
) -> None:
    forms = list({one.form.digest: one.form for one in taken}.values())
    layout = layouts.planned(session, forms)
    whole.layouts[procedure] = layout
    rows = ({**columns.values(one.form, one.answers, one.paths), **_front(batch, one)} for one in taken)
    whole.files[f"data/{procedure}.csv"] = writer.table(layout.names, rows)
    told = {name: label for form in forms for name, label in columns.labels(form).items()}
    # The words of questions may hold what the code page lacks; this list is for people and for setting up.
    whole.files[f"columns/{procedure}.csv"] = Writer(_UTF8).table(
        ("番号", "列", "項目", "種類", "選択肢"),
        (
            dict(
                zip(
                    ("番号", "列", "項目", "種類", "選択肢"),
                    (str(place), name, *told.get(name, ("", "", ""))),
                    strict=True,
                )
            )
            for place, name in enumerate(layout.names, 1)
        ),
    )


def _front(batch: Batch, one: Taken) -> dict[str, str]:
    case = one.case
    return {
        "batch_no": str(batch.number),
        "receipt_no": case.receipt_no,
        "procedure": case.procedure,
        "form": case.form_digest[:12],
        "state": case.state,
        "arrived_at": case.arrived_at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M"),
        "accepted_on": _day(case.accepted_at),
        "decided_on": _day(case.decided_at),
        "channel": case.channel,
        "way": case.way,
        "assurance": str(case.assurance),
        "locale": case.locale,
        "shielded": str(int(case.shielded)),
        "address_left_out": str(int(not _whole(batch, case))),
        "request_pdf": one.request,
        "attachments": str(len(one.paths)),
    }


def _day(moment: datetime | None) -> str:
    return today(moment).isoformat() if moment else ""


def _companions(writer: Writer, whole: Whole) -> None:
    """外字一覧 and 除外一覧, always in UTF-8, for the first holds what the code page cannot, and always there, if empty."""
    gaiji = (
        {
            "receipt_no": one.receipt_no,
            "列": one.column,
            "文字目": str(one.place),
            "文字": one.letter,
            "符号位置": one.points,
        }
        for one in writer.missing
    )
    whole.files["gaiji.csv"] = Writer(_UTF8).table(("receipt_no", "列", "文字目", "文字", "符号位置"), gaiji)
    left = ({"receipt_no": one.receipt_no, "もの": one.what, "理由": one.why} for one in whole.left_out)
    whole.files["left-out.csv"] = Writer(_UTF8).table(("receipt_no", "もの", "理由"), left)
