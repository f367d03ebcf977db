"""The Chinese catalogue is complete, compiled as it stands, and tells CKAN which of its strings scripts use."""

from __future__ import annotations

import gettext
import re
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parents[3]
EXTENSION = ROOT / "ckanext-sdopendata" / "ckanext" / "sdopendata"
I18N = EXTENSION / "i18n"
CATALOGUE = I18N / "zh_Hans_CN" / "LC_MESSAGES" / "ckanext-sdopendata"
METHODS = [("**/templates/**.html", "ckan"), ("**.py", "python"), ("**/assets/**.js", "javascript")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "ungettext": (1, 2)}


def core() -> Path:
    spec = find_spec("ckan")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations)))


@pytest.fixture(scope="module")
def used() -> dict[str, set[str]]:
    """Each string of our pages and where it stands."""
    found: dict[str, set[str]] = {}
    for file, _, message, _, _ in extract_from_dir(str(EXTENSION), METHODS, keywords=KEYWORDS):
        found.setdefault(message if isinstance(message, str) else message[0], set()).add(file)
    assert len(found) > 200
    return found


def test_every_string_has_chinese(used: dict[str, set[str]]) -> None:
    ours = {e.msgid for e in polib.pofile(f"{CATALOGUE}.po").translated_entries()}
    stock = polib.pofile(str(core() / "i18n" / "zh_Hans_CN" / "LC_MESSAGES" / "ckan.po"))
    assert used.keys() - ours - {e.msgid for e in stock.translated_entries()} == set()


def test_every_translation_is_used(used: dict[str, set[str]]) -> None:
    """What is neither on a page of ours nor a string of CKAN's is a page's that is gone."""
    stock = {e.msgid for e in polib.pofile(str(core() / "i18n" / "zh_Hans_CN" / "LC_MESSAGES" / "ckan.po"))}
    assert {e.msgid for e in polib.pofile(f"{CATALOGUE}.po")} - used.keys() - stock == set()


def test_compiled_catalogue_is_the_source() -> None:
    with open(f"{CATALOGUE}.mo", "rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in polib.pofile(f"{CATALOGUE}.po"):
        if entry.msgid_plural:
            assert compiled.ngettext(entry.msgid, entry.msgid_plural, 2) == entry.msgstr_plural[0]
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr
    assert len(polib.mofile(f"{CATALOGUE}.mo")) == len(polib.pofile(f"{CATALOGUE}.po"))


def test_placeholders_survive_translation() -> None:
    for entry in polib.pofile(f"{CATALOGUE}.po"):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                asked = set(re.findall(r"\{\w*\}|%\(\w+\)[sd]", entry.msgid_plural or entry.msgid))
                assert set(re.findall(r"\{\w*\}|%\(\w+\)[sd]", text)) <= asked, entry.msgid


def test_script_strings_are_marked_for_the_browser(used: dict[str, set[str]]) -> None:
    """``ckan translation js`` takes only what the template file says stands in a script."""
    template = {
        e.msgid: [place for place, _ in e.occurrences] for e in polib.pofile(str(I18N / "ckanext-sdopendata.pot"))
    }
    in_scripts = {message for message, files in used.items() if any(f.endswith(".js") for f in files)}
    assert in_scripts
    assert {m for m in in_scripts if not any(f.endswith(".js") for f in template.get(m, []))} == set()


def test_words_of_the_house() -> None:
    """部门 and 登录, never CKAN's mixed 组织, 机构, 群组, 登陆 (DESIGN §4)."""
    merged = {e.msgid: e for e in polib.pofile(str(core() / "i18n" / "zh_Hans_CN" / "LC_MESSAGES" / "ckan.po"))}
    merged |= {e.msgid: e for e in polib.pofile(f"{CATALOGUE}.po")}
    shown = {
        m: e
        for m, e in merged.items()
        if not any("activity" in place or "stats" in place for place, _ in e.occurrences)
    }
    wrong = [
        message
        for message, entry in shown.items()
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if any(word in text for word in ("组织", "机构", "群组", "登陆"))
    ]
    assert [m for m in wrong if not m.startswith("{actor}")] == []
