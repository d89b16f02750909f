"""Several towns side by side: the same definition alone puts two figures into one table."""

from portal.pack.formulas import formula
from portal.pack.rows import Kpi
from services.dashboard.rules import towns
from services.dashboard.rules.kpis import Printed


def printed(name: str, unit: str, written: str, value: str = "10") -> Printed:
    row = Kpi(None, None, "990019", name, unit, "実績", "R8", value, "", "計画", written)
    return Printed(name, unit, (row,), formula(written))


def test_only_one_definition_in_one_unit_is_compared() -> None:
    plans = {
        "甲市": [printed("できる手続数", "件", "online_procedures"), printed("解決率", "%", "手入力")],
        "乙市": [
            printed("オンライン手続数", "件", "online_procedures"),
            printed("解決率", "%", "resolved_share"),
        ],
        "丙市": [
            printed("オンライン化率", "%", "online_procedure_share"),
            printed("オンライン率", "%", "online_share"),
        ],
    }

    (same,) = towns.same(plans, 2026)

    assert [one.town for one in same.towns] == ["甲市", "乙市"]
    assert [(one.here[0], one.there[0]) for one in towns.lookalikes(plans) if one.here[1] == "解決率"] == [
        ("甲市", "乙市")
    ]


def test_shares_of_other_procedures_are_other_figures() -> None:
    plans = {
        "甲市": [printed("交付率", "%", "konbini_share(juminhyo)")],
        "乙市": [printed("交付率", "%", "konbini_share(juminhyo, inkan_shomei)")],
    }

    assert towns.same(plans, 2026) == ()
    assert len(towns.lookalikes(plans)) == 1
