"""What kind of question is asked: for a price, a place, an hour, a way; an answer to one kind seldom answers another."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

_KINDS = (
    r"いくら|料金|費用|値段|代金|手数料|金額|お金|価格|有料|無料|\bcost|\bfee|price|how much",
    r"どこ|場所|窓口|行き方|所在|アクセス|どちら|\bwhere",
    r"いつ|何時|時間|期間|期限|期日|日程|締切|締め切り|何日|曜日|スケジュール|\bwhen|hours",
    r"必要な|持ち物|持参|書類|何が(?:必要|い)|準備|\bneed|bring",
    r"方法|どうすれば|どうしたら|手続|申請|申し込|申込|やり方|仕方|流れ|どのように|\bhow",
    r"紛失|なくし|無くし|失くし|落と|再発行|再交付|\blost",
    r"誰|だれ|対象|資格|条件|できる人|\bwho",
    r"とは|何です|なんです|どんな|どういう|内容|違い|意味|what is",
    r"なぜ|理由|どうして|\bwhy",
    r"でき[るまな]|可能|いいですか|よいですか|\bcan\b",
    r"相談|悩|苦情|advice",
    r"変更|変わ|訂正|修正|change",
    r"やめ|廃止|解約|中止|取消|取り消|キャンセル|停止|cancel|\bstop",
    r"助成|補助|手当|給付|もらえ|支給|allowance|benefit",
    r"代理|代わり|本人以外|家族が|behalf",
)
_PATTERNS = tuple(re.compile(kind) for kind in _KINDS)


def kinds(texts: Iterable[str]) -> Any:
    """Which kinds a document's titles, or a question, ask for."""
    plain = [text.casefold() for text in texts]
    return np.array([any(map(kind.search, plain)) for kind in _PATTERNS], dtype=np.float32)


def weighed(asked: Sequence[Any]) -> tuple[Any, Any]:
    """What each kind tells, and the kinds of all documents, each document's together of length one."""
    table = np.array(asked, dtype=np.float32)
    worth = np.array([math.log(1 + len(table) / (1 + n)) for n in table.sum(axis=0)], dtype=np.float32)
    table *= worth
    return worth, table / (np.linalg.norm(table, axis=1, keepdims=True) + 1e-6)
