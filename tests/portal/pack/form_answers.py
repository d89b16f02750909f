"""Answers that fill a drawn form's boxes, a made-up family's, as much of them as one path can hold."""

from collections.abc import Mapping
from typing import Any

from forms.field import Value

HERE = {
    "postcode": "000-0001",
    "area": "見本県ひなた市本町",
    "street": "一丁目2番3号",
    "building": "見本マンション405号室",
}
THERE = {"postcode": "000-0002", "area": "見本県となり市北町", "street": "二丁目3番4号", "building": ""}
MOTHER: dict[str, Value] = {
    "way": "window",
    "name": "髙﨑𠮷神 花子",
    "name_kana": "タカサキヨシガミ ハナコ",
    "birth_date": "1990-04-05",
    "address": HERE,
    "phone": "080-0000-0001",
    "email": "hanako@mail.example",
    "note": "午後に電話してください",
}
AGENT: dict[str, Value] = {
    "applicant_kind": "agent",
    "agent_name": "見本 次郎",
    "agent_name_kana": "ミホン ジロウ",
    "agent_address": THERE,
    "agent_phone": "080-0000-0002",
    "agent_relation": "relative",
    "agent_document": "mandate",
}
ACCOUNT = {
    "bank": "見本銀行", "bank_code": "0000", "branch": "本町支店", "branch_code": "000",
    "kind": "ordinary", "number": "1234567", "holder": "タカサキ ハナコ",
}  # fmt: skip


def child(**changes: Any) -> dict[str, Any]:
    """One child of the family."""
    return {
        "child_name": "髙﨑𠮷神 さくら",
        "child_name_kana": "タカサキヨシガミ サクラ",
        "child_birth_date": "2020-05-06",
        "child_relation": "child",
        "child_living": "together",
        "child_livelihood": "shared",
        **changes,
    }


AWAY = {"child_name": "髙﨑𠮷神 一郎", "child_name_kana": "", "child_birth_date": "2012-03-31", "child_living": "apart",
        "child_address": THERE, "child_apart_reason": "進学のため寮に住んでいる"}  # fmt: skip
STUDENT = {"older_child_name": "髙﨑𠮷神 桜子", "older_child_birth_date": "2006-07-08", "older_child_occupation": "student",
           "older_child_school": "見本大学", "older_child_graduation": "2029-03"}  # fmt: skip
DECLARED: dict[str, Value] = {"consent_records": True, "declare_true": True}


def mover(**changes: Any) -> dict[str, Any]:
    """One of the family who moves along."""
    return {
        "member_name": "髙﨑𠮷神 太郎",
        "member_name_kana": "タカサキヨシガミ タロウ",
        "member_birth_date": "1988-01-02",
        "mover_relation": "spouse",
        "mover_card": "have",
        "mover_insurance": "national",
        **changes,
    }


DAUGHTER = {"member_name": "髙﨑𠮷神 さくら", "member_name_kana": "タカサキヨシガミ サクラ",
            "member_birth_date": "2020-05-06", "mover_relation": "child", "mover_card": "none"}  # fmt: skip
MOVE: dict[str, Value] = {
    "moving_day": "2026-11-28", "own_card": "have", "previous_address": THERE, "household_after": "new",
    "head_relation": "head", "previous_household_head": "髙﨑𠮷神 太郎",
    "moving_people": [mover(), mover(**DAUGHTER)],
}  # fmt: skip

HEIR: dict[str, Value] = {
    **MOTHER, "deceased_name": "髙﨑𠮷神 昭", "deceased_birth_date": "1945-03-03", "deceased_address": HERE,
    "deceased_on": "2026-11-20", "care_heir_relation": "child", "payout_account": ACCOUNT,
    "care_heir_declared": True, "card_return": "window",
}  # fmt: skip

ANSWERS: Mapping[str, dict[str, Value]] = {
    "tennyu": {**MOTHER, **AGENT, **MOVE, "moving_from": "other_city", "moving_out_proof": "card"},
    "tenkyo": {**MOTHER, **AGENT, **MOVE, "moving_from": "same_city", "moving_scope": "all"},
    "kokuho_kanyu": {
        **MOTHER, **AGENT, "insurance_join_reason": "moved_in", "moving_day": "2026-11-28", "head_relation": "spouse",
        "household_head_name": "髙﨑𠮷神 太郎", "insurance_who": "together", "insurance_card_link": "some",
        "premium_payment": "bank", "insurance_joiners": [mover(), mover(**DAUGHTER)],
    },
    "kodomo_iryo": {
        **MOTHER, **DECLARED, "lives_here": "yes", "iryo_claim_reason": "moved_in", "moving_day": "2026-11-28",
        "january_residence": "elsewhere", "january_address": THERE, "payout_to": "account", "payout_account": ACCOUNT,
        "children": [
            child(child_insurance_kind="employer", child_insurer_name="全国健康保険協会 見本支部",
                  child_insurance_code="12345678・123・02", child_insured_name="髙﨑𠮷神 花子"),
            child(child_insurance_kind="pending", child_name="髙﨑𠮷神 一郎"),
        ],
    },
    "tennyugaku": {
        **MOTHER, "moving_day": "2026-11-28", "previous_address": THERE, "school_wish": "other",
        "school_wish_name": "ひなた市立見本小学校", "school_wish_reason": "きょうだいが通っているため",
        "school_from": "2026-12-02",
        "school_children": [
            child(child_birth_date="2017-05-06", child_grade="小学3年", child_previous_school="となり市立北小学校",
                  child_school_support=["class", "talk"], child_allergy="yes"),
            child(child_name="髙﨑𠮷神 一郎", child_birth_date="2012-05-06", child_grade="中学2年",
                  child_previous_school="となり市立北中学校", child_school_support=["none"], child_allergy="none"),
        ],
    },
    "inkan_touroku": {
        **MOTHER, "seal_matter": "lost", "seal_number": "123456", "applicant_kind": "self", "seal_letters": "family",
        "seal_text": "髙﨑", "seal_identity": "guarantor", "seal_guarantor_name": "見本 保",
        "seal_guarantor_address": HERE, "seal_guarantor_number": "654321",
    },
    "jidou_teate_nintei": {
        **MOTHER, **AGENT, **DECLARED, "lives_here": "yes", "teate_child_any": "yes", "public_employer": "no",
        "income_higher": "self", "teate_claim_reason": "moved_in", "teate_claim_date": "2026-11-28",
        "work_kind": "employee", "pension_kind": "employees", "january_residence": "elsewhere",
        "january_address": THERE, "spouse_status": "apart", "spouse_name": "髙﨑𠮷神 太郎",
        "spouse_name_kana": "タカサキヨシガミ タロウ", "spouse_birth_date": "1988-01-02", "spouse_work_kind": "self",
        "spouse_address": THERE, "children": [child(), child(**AWAY)], "older_children_any": "yes",
        "older_children": [STUDENT], "payout_to": "account", "payout_account": ACCOUNT,
    },
    "jidou_teate_gaku_kaitei": {
        **MOTHER, **AGENT, **DECLARED, "teate_receives": "yes", "changed_on": "2026-11-20",
        "children": [child(child_change="born"), child(child_change="began_care", **AWAY)],
        "older_children_any": "yes", "older_children": [STUDENT],
    },
    "tenshutsu": {
        **MOTHER, **AGENT, "moving_to": "other_city", "moving_day": "2026-12-20", "new_address": THERE,
        "household_head_name": "髙﨑𠮷神 太郎", "new_household_head": "髙﨑𠮷神 花子", "moving_card": "no",
        "moving_certificate_to": "new",
        "moving_people": [
            {"member_name": "髙﨑𠮷神 さくら", "member_birth_date": "2020-05-06", "member_relation": "child"},
            {"member_name": "髙﨑𠮷神 太郎", "member_birth_date": "1988-01-02", "member_relation": "spouse"},
        ],
    },
    "kokuho_soshitsu": {
        **MOTHER, "insurance_left_for": "employer", "insurance_new_since": "2026-11-01",
        "insurance_new_name": "全国健康保険協会 見本支部", "household_head_name": "髙﨑𠮷神 太郎",
        "insurance_paper": "here", "insurance_used": "no",
        "insurance_leavers": [
            {"member_name": "髙﨑𠮷神 さくら", "member_birth_date": "2020-05-06"},
            {"member_name": "髙﨑𠮷神 花子", "member_birth_date": "1990-04-05"},
        ],
    },
    "suido_kaishi": {
        **MOTHER, "water_start_date": "2026-12-01", "water_address": HERE, "water_customer_number": "1234567",
        "water_use": "home", "dwelling_tenure": "tenant", "landlord_name": "見本不動産株式会社",
        "moving_from": "same_city", "water_stop_previous": "not_yet", "previous_address": THERE,
        "billing_to": "other", "billing_name": "髙﨑𠮷神 太郎", "billing_address": THERE, "water_payment": "slip",
        "water_attendance": "yes", "water_attendance_time": "any",
    },
    "inu_touroku": {
        **MOTHER, "dog_name": "ハチ", "dog_breed": "柴犬", "dog_birth_date": "2025-01-02", "dog_colour": "茶",
        "dog_sex": "male", "dog_features": "左の前足が白い", "dog_got_on": "2026-11-01", "dog_kept_at": "other",
        "dog_address": THERE, "dog_registered": "elsewhere", "dog_old_tag": "見本市 第123号", "dog_microchip": "yes",
        "dog_microchip_number": "392123456789012", "dog_rabies_shot": "done", "dog_shot_on": "2026-05-06",
    },
    "nozei_shomei": {
        **MOTHER, **AGENT, "tax_payer_kind": "person", "tax_clear": "paid", "tax_kinds": ["resident", "property"],
        "tax_year": 7, "tax_paid_lately": "no", "copies": 2, "purpose": "bank", "submit_to": "見本銀行 本町支店",
    },
    "kaigo_nintei_shinki": {
        **MOTHER, **AGENT, **DECLARED, "birth_date": "1963-04-05", "lives_here": "yes", "care_level": "none",
        "care_disease": "parkinson", "health_insurer_name": "全国健康保険協会 見本支部",
        "health_insurance_code": "見本12・345・00", "care_insured_number": "0000123456",
        "care_agent_relation": "care_manager", "care_agent_office": "見本居宅介護支援事業所",
        "care_agent_office_number": "0012345678", "care_agent_asked": True,
        "care_trouble": "歩くときに支えが必要です。お風呂に一人で入れません。薬の飲み忘れがあり、家族が毎日確かめています。",
        "care_stay": "home", "care_stayed_recently": "yes",
        "care_stays": [
            {"care_stay_place": "見本総合病院", "care_stay_from": "2026-08-01", "care_stay_to": "2026-09-12"}
        ],
        "doctor_known": "yes", "doctor_name": "見本 医子", "doctor_clinic": "見本内科クリニック 内科",
        "doctor_clinic_phone": "000-000-0000", "doctor_last_visit": "2026-11", "care_visit_place": "hospital",
        "care_visit_place_name": "見本総合病院 3階301号室", "care_visit_address": THERE,
        "care_visit_contact_name": "見本 次郎", "care_visit_contact_phone": "080-0000-0002",
        "visit_days": ["mon", "fri"], "care_visit_attendant": "yes", "care_visit_needs": ["hearing", "private"],
        "notice_to": "other", "notice_name": "見本 次郎", "notice_address": THERE,
        "notice_reason": "日中は家族の家にいるため", "care_share_consent": "agree",
    },
    "suido_chushi": {
        **MOTHER, "water_stop_date": "2026-12-20", "water_address": HERE, "water_customer_number": "1234567",
        "water_stop_reason": "moving", "water_next_home": "other_city", "water_final_bill": "slip",
        "new_address": THERE, "billing_name": "髙﨑𠮷神 太郎", "water_attendance": "yes",
        "water_attendance_time": "any",
    },
    "jidou_teate_shometsu": {
        **MOTHER, **AGENT, "declare_true": True, "teate_receives": "yes", "teate_end_reason": "moved_out",
        "teate_end_date": "2026-12-20", "new_address": THERE, "children": [child(), child(**AWAY)],
    },
    "shibo_setai": {
        **MOTHER, **AGENT, "deceased_name": "髙﨑𠮷神 昭", "deceased_on": "2026-11-20", "farewell_head": "several",
        "head_relation": "head", "household_members": [mover(), mover(**DAUGHTER)],
    },
    "sosaisai": {
        **HEIR, **DECLARED, "farewell_insurance": "kokuho", "funeral_on": "2026-11-24", "funeral_proof": "letter",
    },
    "koki_soshitsu": {**HEIR, "koki_end_reason": "died", "koki_number": "01234567"},
    "kaigo_soshitsu": {**HEIR, "care_level": "care2", "care_insured_number": "0000123456"},
    "konin_ato": {
        **MOTHER, **AGENT, "family_event": "marriage", "moved_too": "no", "household_change": "merge",
        "changed_on": "2026-11-20", "previous_name": "見本 花子", "own_card": "have",
        "previous_household_head": "見本 昭", "head_relation": "spouse", "household_head_name": "髙﨑𠮷神 太郎",
        "household_members": [mover(), mover(**DAUGHTER)],
    },
    "kodomo_iryo_henko": {
        **MOTHER, **DECLARED, "lives_here": "yes", "iryo_changes": ["insurance", "address", "name", "account"],
        "changed_on": "2026-11-20", "previous_name": "見本 花子", "previous_address": THERE,
        "payout_to": "account", "payout_account": ACCOUNT,
        "children": [
            child(child_previous_name="見本 さくら", iryo_number="123456", child_insurance_kind="employer",
                  child_insurer_name="全国健康保険協会 見本支部", child_insurance_code="12345678・123・02",
                  child_insured_name="髙﨑𠮷神 花子"),
        ],
    },
    "furigana": {
        **MOTHER, "applicant_kind": "self", "furigana_before": "no", "furigana_recorded": "タカサキヨシガミ ハナコ",
        "koseki_domicile": "見本県ひなた市本町一丁目2番", "koseki_head": "髙﨑𠮷神 太郎", "furigana_part": "both",
        "furigana_surname": "タカサキヨシガミ", "furigana_given": "ハナコ", "furigana_proof": "passport",
    },
}  # fmt: skip
