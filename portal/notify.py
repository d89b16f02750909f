"""notify: tells a person something by the way they chose: mail, LINE, a letter, a call or a FAX by staff."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from portal import friends, inbox, outbox, people, shielded, tasks
from portal.db import new_id
from portal.inbox import Case
from portal.vault import vault_of

How = Literal["mail", "line", "telephone", "letter", "fax"]
# What must reach the person, even when that costs staff a call or a stamp; anything else waits in 「申請の一覧」.
MUST_REACH = frozenset(
    {
        "correction_requested",
        "correction_reminder",
        "message",
        "returned",
        "waiver_refused",
        "payment_due",
        "use_moved",
        "use_taken_back",
        "use_undecided",
        "cremation_permit",
        "cremation_lapsed",
        "cremation_venue",
        "appointment_changed",
        "wait_offer",
        "hold_taken_back",
        "use_dates",
    }
)
# What whoever chose telephone, post or FAX is told as well; that something arrived they have seen or heard already.
WORTH = MUST_REACH | {"completed"}
# Ways by which staff do the telling.
BY_HAND = frozenset({"telephone", "letter", "fax"})
# The ways the shell itself can send; a room that knows another one is named in the session's `kinds`.
SHELL = BY_HAND | {"mail"}
# How somebody says it in a form (`reply_by`), and which way that is.
WISHES: Mapping[str, How] = {
    "mail": "mail",
    "line": "line",
    "phone": "telephone",
    "post": "letter",
    "fax": "fax",
}


@dataclass(frozen=True)
class Reach:
    """Where a person can be reached and how they wish to be; it is personal, so it never prints itself."""

    mail: str = ""
    line: str = ""
    phone: str = ""
    fax: str = ""
    name: str = ""
    postal: Mapping[str, str] | None = None
    wish: How | Literal[""] = ""

    def __repr__(self) -> str:
        return "Reach(…)"

    @property
    def ways(self) -> frozenset[str]:
        """The ways there are at all."""
        there = {
            "mail": self.mail,
            "line": self.line,
            "telephone": self.phone,
            "letter": self.name and self.postal,
            "fax": self.fax,
        }
        return frozenset(way for way, known in there.items() if known)


def choose(reach: Reach, kinds: Collection[str], *, must: bool) -> How | None:
    """The way a message takes: the one wished for, else the quickest; staff's time only where it must arrive."""
    possible = {way for way in reach.ways if way in kinds}
    if reach.wish in possible:
        return reach.wish or None
    orders: tuple[How, ...] = ("mail", "line", "telephone", "letter") if must else ("mail", "line")
    return next((way for way in orders if way in possible), None)


def notify(  # noqa: PLR0913 (all but three are named, and each is a column of the outbox)
    session: Session,
    to: Reach | str | UUID,
    template: str,
    *,
    refs: Mapping[str, str],
    values: Mapping[str, Any],
    locale: str,
    now: datetime,
    key_id: UUID | None = None,
    expires_at: datetime | None = None,
    dedupe_key: str | None = None,
) -> How | None:
    """Tell a person something, in the caller's writing block; says which way it goes, None where nothing is sent.

    `to` is a mail address, a resident's id, or everything known about how to reach somebody.
    """
    reach = _reach(session, to)
    how = choose(reach, kinds(session), must=template in MUST_REACH)
    if how in BY_HAND and template not in WORTH:
        return None
    if how is not None:
        outbox.add(
            session, how, lane=_lane(session, how, reach), template=template, locale=locale, refs=refs,
            values={**values, **_address(how, reach)}, now=now, key_id=key_id, expires_at=expires_at,
            dedupe_key=dedupe_key,
        )  # fmt: skip
    return how


def notify_case(
    session: Session,
    case: Case,
    template: str,
    now: datetime,
    *,
    to: Reach | str | None = None,
    values: Mapping[str, Any] | None = None,
    dedupe_key: str | None = None,
) -> How | None:
    """Tell the person of a case how it stands; without `to`, the way is found in the answers they gave."""
    reach: Reach | str = reach_in(inbox.answers(session, case)) if to is None else to
    refs = {"case": str(case.id), "procedure": case.procedure, "division": case.division}
    if isinstance(reach, Reach) and _has_line(session):
        reach = _with_line(reach, friends.of_case(session, case.id) or _of_mail(session, reach))
        if not (reach.mail or reach.line) and (began := friends.of_talk(session, case.id)):
            reach, refs = replace(reach, line=began.user), {**refs, "began": "line"}
    if case.shielded:
        reach = safe_reach(case, reach)
        if template in MUST_REACH and not reach.ways:
            _hold_back(session, case, template, now)
    known = {
        "receipt": case.receipt_no,
        "arrived": case.arrived_at.isoformat(),
        "link": f"{session.info.get('base_url', '')}/applications",
    }
    return notify(
        session, reach, template, refs=refs, values={**known, **(values or {})}, locale=case.locale, now=now,
        key_id=case.key_id, dedupe_key=dedupe_key,
    )  # fmt: skip


def with_line(session: Session, reach: Reach) -> Reach:
    """The same, and on LINE where whoever showed that mail address to be theirs linked an account.

    For rooms that keep an address and no person; what proves an address (a link to sign in by) goes to the address itself.
    """
    return _with_line(reach, _of_mail(session, reach)) if _has_line(session) else reach


def reach_in(answers: Mapping[str, Any]) -> Reach:
    """How somebody said they can be reached; a 代理人 who files is the one who is written to."""
    by_agent = bool(answers.get("agent_name"))
    wish = WISHES.get(str(answers.get("reply_by") or ""))
    name, address, phone = (
        answers.get(f"agent_{key}" if by_agent else key) for key in ("name", "address", "phone")
    )
    return Reach(
        mail=str(answers.get("email") or ""),
        phone=str(phone or answers.get("phone") or ""),
        fax=str(answers.get("fax") or "") if wish == "fax" else "",
        name=str(name or ""),
        postal=address if isinstance(address, dict) and any(address.values()) else None,
        wish=wish or "",
    )


def safe_reach(case: Case, reach: Reach | str) -> Reach:
    """Of all ways to somebody whose whereabouts are shielded only the one they said is safe."""
    known = Reach(mail=reach) if isinstance(reach, str) else reach
    return replace(
        known,
        mail=known.mail if shielded.may_go(case, "mail") else "",
        line=known.line if shielded.may_go(case, "line") else "",
        phone=known.phone if shielded.may_go(case, "telephone") else "",
        fax=known.fax if shielded.may_go(case, "fax") else "",
        postal=known.postal if shielded.may_go(case, "letter") else None,
    )


def kinds(session: Session) -> frozenset[str]:
    """The ways that have a sender in this house."""
    rooms: frozenset[str] = session.info.get("kinds", frozenset())
    return SHELL | rooms


def _reach(session: Session, to: Reach | str | UUID) -> Reach:
    if isinstance(to, Reach):
        return to
    if isinstance(to, str):
        return Reach(mail=to)
    addresses = people.mail_addresses(session, to)
    reach = Reach(mail=addresses[0] if addresses else "")
    return _with_line(reach, friends.address_of(session, to)) if _has_line(session) else reach


def _of_mail(session: Session, reach: Reach) -> friends.Address | None:
    return friends.of_mail(session, reach.mail) if reach.mail else None


def _has_line(session: Session) -> bool:
    settings = session.info.get("settings")
    return settings is not None and settings.line


def _with_line(reach: Reach, found: friends.Address | None) -> Reach:
    """Whoever linked their LINE account gets notices there, unless they asked for another way this time."""
    return reach if found is None else replace(reach, line=found.user, wish=reach.wish or "line")


def _address(how: How, reach: Reach) -> dict[str, Any]:
    if how == "letter":
        return {"name": reach.name, "postal": dict(reach.postal or {})}
    if how in BY_HAND:
        return {"name": reach.name, "to": reach.phone if how == "telephone" else reach.fax}
    return {"to": reach.mail if how == "mail" else reach.line}


def _lane(session: Session, how: How, reach: Reach) -> str:
    if how == "mail":
        return people.mail_token(vault_of(session), reach.mail).hex()
    # What staff do by hand is done one by one, and nothing has to wait for another.
    return vault_of(session).token("line", reach.line).hex() if how == "line" else new_id().hex


def _hold_back(session: Session, case: Case, template: str, now: datetime) -> None:
    """What must reach somebody and may not be sent is told by a clerk, who finds a safe way together with them."""
    refs = {"case": str(case.id), "template": template}
    key = f"shield_unsent:{case.id}:{template}"
    tasks.add(session, "shield_unsent", division=case.division, refs=refs, now=now, key=key)
