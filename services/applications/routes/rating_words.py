"""The five answers to 「分かりやすかったですか」 in words, where a request is asked about."""

from collections.abc import Sequence

from portal import i18n
from portal.doors import db
from portal.inbox import Case
from portal.words import N_
from services.applications.actions import rating

WORDS = {
    5: N_("とても分かりやすい"), 4: N_("分かりやすい"), 3: N_("どちらともいえない"), 2: N_("分かりにくい"),
    1: N_("とても分かりにくい"),
}  # fmt: skip


def asked(case: Case) -> Sequence[tuple[int, str]]:
    """The five buttons, or none where nothing is asked."""
    if not rating.may_rate(db(), case):
        return ()
    return [(score, i18n.gettext(WORDS[score])) for score in rating.SCORES]
