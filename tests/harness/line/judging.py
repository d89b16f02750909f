"""Whether LINE would take a call: its SDK's models, every documented limit, and its own specification where that is at hand."""

from typing import Any

from tests.harness.line import limits, specification

_MESSAGES = {
    f"/v2/bot/message/{how}": name
    for how, name in (
        ("reply", "ReplyMessageRequest"),
        ("push", "PushMessageRequest"),
        ("multicast", "MulticastRequest"),
    )
}


def faults(how: str, path: str, told: Any) -> list[str]:
    """Everything that is wrong, said by whoever found it."""
    found = [f"limits {one}" for one in limits.faults(how, path, told)]
    found += [f"specification {one}" for one in specification.faults(how, path, told)]
    return found + _models(path, told)


def _models(path: str, told: Any) -> list[str]:
    name = _MESSAGES.get(path)
    if name is None:
        return []
    from linebot.v3 import messaging

    try:
        getattr(messaging, name).from_dict(told)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        return [f"SDK {type(error).__name__}"]
    return []
