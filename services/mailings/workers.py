"""The room's work beside requests: lists are checked and taken in, letters planned and printed; a sample is loaded."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from portal.house import House
from portal.outbox import Never, Row
from portal.printing import Printer
from portal.service import Sender
from services.mailings.actions import disposing, letters, loading, samples, standing


def work(session: Session, row: Row) -> None:
    """One piece of work, named by the row's template."""
    subject = UUID(row.refs["subject"])
    what, _, round_no = row.template.partition("/")
    match what:
        case "check":
            loading.check(session, subject, row.taken_at)
        case "load":
            loading.load(session, subject, row.taken_at)
        case "plan":
            letters.plan(session, subject, int(round_no), row.taken_at)
        case "print":
            # A press is costly and belongs to one thread; a file of letters is worth one.
            letters.print_batch(session, subject, Printer(standing.pack_of(session)), row.taken_at)
        case "erase":
            disposing.erase(session, subject, row.taken_at)
        case _:
            raise Never("work_unknown")


def sample(session: Session, house: House) -> Sequence[str]:
    """Fill the sample town with one mailing, once."""
    return samples.load(session, house.pack, house.now())


JOBS: Mapping[str, Callable[..., None]] = {"sweep_mailings": disposing.sweep}
SENDERS: Mapping[str, Sender] = {loading.KIND: work}
