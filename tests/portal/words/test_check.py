"""The gate over the catalogues: stale, incomplete and unlike their sources is said; an update keeps what is translated."""

from pathlib import Path

from portal.settings import ROOT
from portal.words import check, read


def house(root: Path, template: str) -> Path:
    """A house with one page and the catalogues an update makes."""
    page = root / "portal" / "templates" / "one.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(template, encoding="utf-8")
    (root / "services").mkdir(exist_ok=True)
    check.update(root)
    return root


def translate(root: Path, folder: str, source: str, said: str) -> None:
    """Fill one message of a catalogue as a translator would."""
    path = root / "translations" / folder / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{said}"'), encoding="utf-8"
    )


def test_our_own_catalogues_are_complete_and_fresh() -> None:
    assert check.check(ROOT) == []


def test_a_message_without_easy_or_english_words_is_named_with_its_file(tmp_path: Path) -> None:
    faults = check.check(house(tmp_path, '{{ _("次へ") }}'))

    assert len(faults) == 2
    assert all("「次へ」" in fault and "portal/templates/one.html" in fault for fault in faults)


def test_a_translated_message_passes(tmp_path: Path) -> None:
    root = house(tmp_path, '{{ _("次へ") }}')

    translate(root, "easy", "次へ", "つぎへ")
    translate(root, "en", "次へ", "Next")

    assert check.check(root) == []


def test_a_message_no_longer_used_is_stale_until_the_update(tmp_path: Path) -> None:
    root = house(tmp_path, '{{ _("次へ") }}')
    translate(root, "en", "次へ", "Next")
    (root / "portal/templates/one.html").write_text("", encoding="utf-8")

    assert any("もう使われていません" in fault for fault in check.check(root))
    check.update(root)
    assert check.check(root) == []


def test_an_update_keeps_translations_of_every_language(tmp_path: Path) -> None:
    root = house(tmp_path, '{{ _("次へ") }}')
    translate(root, "en", "次へ", "Next")
    spanish = root / "translations/es/LC_MESSAGES/messages.po"
    spanish.write_text(
        spanish.read_text(encoding="utf-8") + 'msgid "次へ"\nmsgstr "Siguiente"\n', encoding="utf-8"
    )

    house(root, '{{ _("次へ") }}{{ _("前へ") }}')

    assert read(root / "translations/en/LC_MESSAGES/messages.po") == {"次へ": "Next"}
    assert read(spanish) == {"次へ": "Siguiente"}


def test_placeholders_that_differ_are_told(tmp_path: Path) -> None:
    root = house(tmp_path, '{{ _("%(n)s件", n=1) }}')
    translate(root, "easy", "%(n)s件", "%(n)sこ")
    translate(root, "en", "%(n)s件", "%(m)s found")

    assert any("原文と合いません" in fault for fault in check.check(root))


def test_readings_over_other_words_are_told(tmp_path: Path) -> None:
    root = house(tmp_path, '{{ _("次へ") }}')
    translate(root, "ruby", "次へ", "前《まえ》へ")

    assert any("読みがな" in fault for fault in check.check(root))


def test_a_pack_s_words_get_readings_and_nothing_else(tmp_path: Path) -> None:
    town = tmp_path / "portal/packs/hinata/town.toml"
    town.parent.mkdir(parents=True)
    town.write_text('name = { ja = "日向市", en = "Hinata" }\n', encoding="utf-8")

    root = house(tmp_path, "")

    assert "日向市" in (root / "translations/ruby/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    assert "日向市" not in (root / "translations/en/LC_MESSAGES/messages.po").read_text(encoding="utf-8")


def test_python_sources_are_read_too(tmp_path: Path) -> None:
    module = tmp_path / "services/desk/rules.py"
    module.parent.mkdir(parents=True)
    module.write_text('"""Words."""\n\nWORD = N_("起案")\n', encoding="utf-8")

    root = house(tmp_path, "")

    assert list(check.extracted(root)) == ["起案"]
