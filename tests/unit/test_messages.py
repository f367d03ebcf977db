"""Each code has its sentence in both languages, and a Chinese one is Chinese."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from messages_examples import OF_CASE
from messages_page import FINDING, USUAL, example, facts

from harvesters import errors
from harvesters.contract import Finding, Severity
from harvesters.gate.rules.sensitive import Hit
from harvesters.gate.rules.verdicts import in_text
from harvesters.messages import MESSAGES, finding_json, fix, places, sentence
from harvesters.messages.patterns import in_words

ROOT = Path(__file__).resolve().parents[2]
# Names of keys and programs stay as they are; a phrase of English words is a translation forgotten.
PHRASE = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")


@pytest.mark.parametrize("key", sorted(MESSAGES))
def test_every_entry_is_whole(key: str) -> None:
    entry = MESSAGES[key]
    assert set(entry) == {"zh", "en"}
    for lang, pair in entry.items():
        assert len(pair) == 2, lang
        for text in pair:
            fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
            assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in fields), text
    assert re.search("[\u4e00-\u9fff]", entry["zh"][0])
    assert not re.search("[\u4e00-\u9fff]", re.sub("“[^”]*”", "", entry["en"][0]).replace("�", ""))


@pytest.mark.parametrize("key", sorted(MESSAGES))
def test_no_english_is_left_over_in_chinese(key: str) -> None:
    text = re.sub(r"\./portal [a-z ]+", "", " ".join(MESSAGES[key]["zh"]))
    assert not PHRASE.search(text)


@pytest.mark.parametrize("key", sorted(key for key in MESSAGES if re.match(r"(Q|V-|G-|M-)", key)))
def test_every_finding_says_how_to_mend(key: str) -> None:
    assert MESSAGES[key]["zh"][1]
    assert MESSAGES[key]["en"][1]


def raised() -> set[tuple[str, str]]:
    """(code, case) that the gate's source names."""
    found: set[tuple[str, str]] = set()
    for path in sorted((ROOT / "harvesters" / "gate").rglob("*.py")):
        text = path.read_text("utf-8")
        for code in re.findall(r'"((?:Q|G-|M-)\d\d)"', text):
            found.add((code, ""))
        for case in re.findall(r'_fault\(\s*path,\s*"(\w+)"', text):
            found.add(("Q01", case))
        for code, case in re.findall(r'LayoutFault\("([QG]-?\d\d)", "(\w+)"', text):
            found.add((code, case))
        for case in re.findall(r'fault\("([a-z-]+)"', text):
            found.add(("G-30", case))
        for code, case in re.findall(r'Finding\("([QG]-?\d\d)"[^)]*?"(?:reason|type)": "([\w-]+)"', text):
            found.add((code, case))
    return found


def test_every_code_and_case_of_the_gate_has_a_sentence() -> None:
    named = raised()
    assert len(named) > 50
    missing = {(code, case) for code, case in named if not any(k.partition(".")[0] == code for k in MESSAGES)}
    missing |= {
        (code, case) for code, case in named if case and f"{code}.{case}" not in MESSAGES and code not in MESSAGES
    }
    assert missing == set()


@pytest.mark.parametrize(
    "error", [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.HarvestError)]
)
def test_every_error_has_a_sentence(error: type[errors.HarvestError]) -> None:
    assert error.code in MESSAGES
    assert sentence(error.code, {})
    assert sentence(error.code, {}, "en")


def test_facts_fill_a_sentence_and_missing_ones_never_break_it() -> None:
    finding = Finding("Q13", Severity.BLOCK, file="a.csv", row=5, column="邮编", value="25000", params={"width": 6})
    assert finding_json(finding)["message"] == "第 5 行“邮编”的代码“25000”前面的 0 丢失了（应为 6 位）"
    for key in MESSAGES:
        code, _, case = key.partition(".")
        for lang in ("zh", "en"):
            assert sentence(code, {"reason": case}, lang)
            assert fix(code, {"type": case}, lang) is not None
    assert "X-99" in sentence("X-99", {})


# What a clerk reads on her own screen: kinds of files, programs, systems of coordinates, codes of the catalogue.
KNOWN = {
    *("CSV", "XLSX", "ZIP", "PDF", "Excel", "WPS", "UTF-8", "Unicode", "manifest.json", "datapackage.json", "MiB"),
    *("xlsx", "csv", "shp", "shx", "dbf", "prj", "cpg", "CGCS2000", "WGS84", "GCJ-02", "BD-09", "SDP", "station_name"),
}
# Words of those who write programs, in each language.
JARGON = {
    "zh": r"正则|字节|嵌套|对象|外键|约束|编码(?!规则)|散列(?!）|、)|控制字符|元数据|键名|转义|校验位|字段|目录信息",
    "en": r"regular expression|\bbytes?\b|nested|\bobjects?\b|foreign key|constraint|encoding|hash(?!\))|control char"
    r"|schema|dialect|\barray|JSON\b|\bkeys?\b(?! col| in the data)|descriptor|primaryKey|\benum\b|surrogate|`|_basis",
}


@pytest.mark.parametrize("key", sorted(key for key in MESSAGES if FINDING.match(key)))
def test_a_clerk_needs_no_word_of_programmers(key: str) -> None:
    for lang, texts in MESSAGES[key].items():
        text = re.sub(r"\{\w+\}|%Y-%m-%d|\[0-9\]\{+[\d,]+\}+", "", " ".join(texts))
        text = text.replace("manifest.json", "").replace("datapackage.json", "")
        assert not re.search(JARGON[lang], text), text
        if lang == "zh":
            assert {*re.findall(r"[A-Za-z][\w.-]{2,}", text, re.ASCII)} <= KNOWN, text


@pytest.mark.parametrize(
    ("pattern", "zh", "en"),
    [
        ("[0-9]{6}", "6 位数字，例如 123456", "6 digits, such as 123456"),
        ("37[0-9]{4}", "“37”，接着4 位数字，例如 371234", "“37”, then 4 digits, such as 371234"),
        (
            r"^[A-Z]\d{2,3}$",
            "1 位大写字母，接着2 至 3 位数字，例如 A12",
            "1 capital letters, then 2 to 3 digits, such as A12",
        ),
        ("(甲|乙)+", "数据字典中这一列的“写法”一项", "what the data dictionary says of its form"),
    ],
)
def test_a_form_is_said_in_words(pattern: str, zh: str, en: str) -> None:
    assert in_words(pattern) == (zh, en)


@pytest.mark.parametrize("key", sorted(key for key in MESSAGES if FINDING.match(key)))
def test_the_example_of_a_sentence_can_be_acted_upon(key: str) -> None:
    """Nothing is left to fill in, what is wrong and how to mend it are said, in words of an office."""
    for lang in ("zh", "en"):
        said, mend = example(key, lang)
        assert said
        assert mend
        for text in (said, mend):
            assert not re.search(r"\{[a-z_]+\}|\bNone\b", text), text
            assert "—" not in text or facts(key).get("before") == "—", text
    assert re.search("[\u4e00-\u9fff]{2}", mend if lang == "zh" else example(key, "zh")[1])


def test_every_example_fills_a_sentence_that_there_is() -> None:
    assert set(OF_CASE) <= set(MESSAGES)
    sentences = [text for entry in MESSAGES.values() for pair in entry.values() for text in pair]
    used = {name for text in sentences for name in re.findall(r"\{(\w+)\}", text)}
    assert {name.removesuffix("_en") for name in USUAL} - used == {"total", "type", "part"}


def test_total_and_language() -> None:
    finding = Finding("G-10", Severity.BLOCK, row=2, column="备注", value="370***********0019", params={"total": 7})
    assert "共 7 处" in finding_json(finding)["message"]
    assert "7 such places" in finding_json(finding, "en")["message"]


@pytest.mark.parametrize(
    ("field", "file", "zh", "en"),
    [
        ("notes", "datapackage.json", "编目信息的“信息资源摘要”", "“Abstract” of the record"),
        ("path", "datapackage.json", "说明文件 datapackage.json 的“文件名”", "“file name” of the description"),
        ("文件名", "甲.csv", "文件名“甲.csv”", "the file's name"),
        ("文件夹", None, "文件夹的名称", "the folder's name"),
        ("正文", "说明.docx", "文件 说明.docx 的正文", "text of 说明.docx"),
        ("第 3 页", "说明.pdf", "文件 说明.pdf 第 3 页", "page 3 of 说明.pdf"),
        ("工作表“甲”的批注", "a.xlsx", "文件 a.xlsx 工作表“甲”的批注", "comments of sheet “甲” of a.xlsx"),
        ("压缩包中“b.txt”的正文", "a.zip", "文件 a.zip 压缩包中“b.txt”的正文", "text of member “b.txt” of a.zip"),
    ],
)
def test_what_stands_in_no_cell_has_its_file_and_place(field: str, file: str | None, zh: str, en: str) -> None:
    found = in_text(Hit("id", 0, "370***********0019"), field, file)
    assert found is not None
    said, said_en = finding_json(found), finding_json(found, "en")
    assert said["message"].startswith(f"{zh}中有居民身份证号"), said["message"]
    assert en in said_en["message"], said_en["message"]
    assert "列" not in said["fix"], "there is no column to remove"


def test_every_place_that_a_reader_names_has_an_english_word() -> None:
    readers = (Path(places.__file__).parents[1] / "gate").rglob("*.py")
    texts = "\n".join(path.read_text() for path in readers)
    named = set(re.findall(r'(?:yield|append\(\(|_aside\(|look_at_texts\(\w[\w.]*,) ?"([\u4e00-\u9fff]+)"', texts))
    assert len(named) > 8
    assert named <= set(places._PLACES) | set(places._NAMES)
