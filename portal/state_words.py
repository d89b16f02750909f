"""Where a request stands, told to whoever made it."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.states import State
from portal.words import N_

STATES: Mapping[State, str] = MappingProxyType(
    {
        State.ARRIVED: N_("届きました（到達）"),
        State.ACCEPTED: N_("受け付けました（受付）"),
        State.REVIEW: N_("内容を確かめています（審査）"),
        State.CORRECTION: N_("直していただくところがあります（補正）"),
        State.DECIDED: N_("結果が決まりました（決定）"),
        State.RETURNED: N_("お返ししました（返戻）"),
        State.WITHDRAWN: N_("取り下げました（取下げ）"),
        State.DONE: N_("手続きは終わりました（完了）"),
    }
)
