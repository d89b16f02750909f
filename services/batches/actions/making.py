"""Making a batch that was ordered: read, written, stored outside any block, and recorded once, whoever dies on the way."""

import io
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.paper import PaperMissing
from portal import audit, files
from portal.db import writing
from portal.log_lines import Log
from portal.outbox import Later, Never, Row
from services.batches.actions import contents, layouts
from services.batches.actions.contents import Whole
from services.batches.actions.standing import pack_of
from services.batches.models import ERASED, MADE, ORDERED, Batch
from services.batches.rules import bundle
from services.batches.rules.bundle import MANIFEST, Label

OWNER, ZIP = "batch", "application/zip"
_SOON = timedelta(seconds=20)


def send(session: Session, row: Row) -> None:
    """The worker's part: one batch, after the one before it, whose hash it carries."""
    batch = session.get(Batch, UUID(row.refs["batch"]), populate_existing=True)
    if batch is None:
        raise Never("batch_unknown")
    if batch.state != ORDERED:
        return
    try:
        _make(session, batch, row)
    except PaperMissing as missing:
        Log("portal").error("cannot_print", package=missing.package)
        raise Later("cannot_print") from missing


def _make(session: Session, batch: Batch, row: Row) -> None:
    now = row.taken_at
    label = Label(
        town=pack_of(session).code,
        division=batch.division,
        number=batch.number,
        plan=batch.plan,
        name=batch.name,
        reached=batch.reached,
        encoding=batch.encoding,
        ordered_at=batch.ordered_at.isoformat(),
        previous=_previous(session, batch),
    )
    whole = contents.gather(session, batch, now)
    told = bundle.manifest(label, whole.cases, whole.files, whole.left_out, _versions(whole))
    manifest = bundle.canonical(told)
    everything = {
        **whole.files, MANIFEST: manifest, "manifest.csv": bundle.readable(told, batch.encoding)
    }  # fmt: skip
    content = bundle.packed(folder(batch), everything)
    file = files.keep_own(
        session, io.BytesIO(content), f"{folder(batch)}.zip", now, origin=batch.id, kind=ZIP
    )
    with writing(session):
        held = session.scalars(select(Batch).where(Batch.id == batch.id).with_for_update()).one()
        session.refresh(held)
        if held.state != ORDERED:
            # Another worker was quicker, for this one had been slow; what lies there unclaimed is swept.
            return
        files.claim(session, [file.id], origin=batch.id, owner_kind=OWNER, owner_id=batch.id, now=now)
        for procedure, layout in whole.layouts.items():
            layouts.keep(session, procedure, layout)
        held.state, held.made_at, held.cases = MADE, now, whole.cases
        held.sha256, held.zip_sha256 = bundle.sha256(manifest), bundle.sha256(content)
        held.size, held.manifest = len(content), told
        session.flush()
        audit.did(session, "house", None, "made", "batch", batch.id, now)


def folder(batch: Batch) -> str:
    """The name of a batch as a folder and a file: sorted by name they stand in their order."""
    return f"{batch.division}-{batch.number:06}"


def _previous(session: Session, batch: Batch) -> str:
    """The hash of the division's batch before; the first has none."""
    if batch.number == 1:
        return ""
    before = select(Batch).where(Batch.division == batch.division, Batch.number == batch.number - 1)
    found = session.scalars(before).one()
    if found.sha256 is None or found.state not in (MADE, ERASED):
        raise Later("batch_before", after=_SOON)
    return found.sha256


def _versions(whole: Whole) -> dict[str, int]:
    return {procedure: layout.version for procedure, layout in sorted(whole.layouts.items())}
