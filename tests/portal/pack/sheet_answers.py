"""Answers to print: every question answered that can be, so that a paper shows its fullest page."""

from forms.field import Value

ADDRESS: dict[str, str] = {
    "postcode": "000-0001",
    "area": "ひなた市本町",
    "street": "一丁目2番3号",
    "building": "見本マンション405号",
}


def residence_copy(**changes: Value) -> dict[str, Value]:
    """Answers with every question answered that can be, a representative asking for two copies."""
    return {
        "way": "window",
        "applicant_kind": "agent",
        "name": "髙﨑𠮷神 花子",
        "name_kana": "タカサキ ハナコ",
        "birth_date": "1955-04",
        "address": ADDRESS,
        "phone": "080-0000-0000",
        "email": "hanako@mail.example",
        "agent_name": "見本 次郎",
        "agent_name_kana": "ミホン ジロウ",
        "agent_address": ADDRESS,
        "agent_phone": "080-0000-0001",
        "agent_relation": "relative",
        "agent_document": "mandate",
        "residence_copy_scope": "some",
        "residence_copy_members": "見本 太郎\n見本 一郎",
        "household_head_name": "見本 太郎",
        "show_relation": "show",
        "show_domicile": "hide",
        "show_residence_status": "hide",
        "show_individual_number": "show",
        "copies": 2,
        "purpose": "work",
        "submit_to": "見本商事株式会社",
        "note": "午後に電話してください",
        **changes,
    }


def water(**changes: Value) -> dict[str, Value]:
    """Answers of somebody who moves into a rented flat."""
    return {
        "way": "window",
        "water_start_date": "2026-12-01",
        "water_address": ADDRESS,
        "water_customer_number": "1234567",
        "name": "見本 花子",
        "phone": "080-0000-0000",
        "water_use": "home",
        "dwelling_tenure": "tenant",
        "landlord_name": "見本不動産",
        "moving_from": "same_city",
        "water_stop_previous": "not_yet",
        "billing_to": "same",
        "water_payment": "slip",
        "water_attendance": "yes",
        "water_attendance_time": "any",
        **changes,
    }
