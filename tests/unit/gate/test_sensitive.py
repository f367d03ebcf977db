"""Detectors D1 and D11 on the vectors of domain §5.4, and how their hits stand in a report (G-03, G-10, G-13, G-15)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from gate_bench import RECORD, REVIEWED, Bench, only

from harvesters.contract import Severity, Verdict
from harvesters.gate.judge import judge, quarantined
from harvesters.gate.report import called, report_json
from harvesters.gate.rules.markers import marks
from harvesters.gate.rules.sensitive import half_masked, ids, is_id, normal, old_ids, safe

ID = "370102190001010019"
FIELDS = [{"name": "名称"}, {"name": "备注"}]


def kinds(text: str) -> list[str]:
    plain = normal(text)
    return [hit.kind for hit in (*ids(plain), *half_masked(plain), *marks(plain)) if hit.kind != "shape"]


@pytest.mark.parametrize("number", [ID, "370102190402290023", "37020219000101009X", "11010519491231002X"])
def test_valid_ids(number: str) -> None:
    assert kinds(number) == ["id"]
    assert kinds(number.lower()) == ["id"]


@pytest.mark.parametrize(
    "text",
    [
        "370102190001010010",  # check digit
        "370102190002290016",  # 29 February 1900
        "990102190001010019",  # no such province
        "11370000MB284651XL",
        "9137130016829134XT",
        "91370100MA3C00003P",
        "x370102190001010019",
        "3701021900010100190",
        "6222023700000000010",
    ],
)
def test_what_is_no_id(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "３７０１０２１９０００１０１００１９",
        "370102 19000101 0019",
        "370102-19000101-0019",
        "'370102190001010019",
        "身份证号：370102190001010019，电话",
        "ID 370102190001010019",
        "1 370102190001010019 2",
        "370102\u200b190001010019",
        "370102\u3000190001010019",
        "3 7 0 1 0 2 1 9 0 0 0 1 0 1 0 0 1 9",
        "370102\n190001010019",
    ],
)
def test_ids_are_found_however_they_are_written(text: str) -> None:
    assert kinds(text) == ["id"]


def test_a_foreigner_s_residence_number_is_a_person_s_but_a_valid_uscc_is_not() -> None:
    assert is_id("937100190001010010") == (kinds("937100190001010010") == ["id"])
    numbers = [f"937{n:03d}19000101001{check}" for n in range(100) for check in "0123456789X"]
    assert sum(map(is_id, numbers)) > 80


def test_old_ids_only_where_the_header_says_so(bench: Bench) -> None:
    assert list(old_ids("370102000101001")) == ["370********1001"]
    plain = bench("编码,备注\n370102000101001,x\n")
    assert not [f for f in plain.report.findings if f.code == "G-10"]
    assert only(bench("身份证号,备注\n370102000101001,x\n"), "G-10").params["reason"] == "id_old"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("机密★1年", "secret"),
        ("机 密 ★ 长期", "secret"),
        ("绝密★", "secret"),
        ("秘密5年", "secret"),
        ("机密*10年", "secret"),
        ("国家秘密★10年", "secret"),
        ("内部资料", "marker"),
        ("密级：秘密", "marker"),
        ("工作秘密", "marker"),
        ("（征求意见稿）", "marker"),
        ("仅供领导参考", "marker"),
    ],
)
def test_marks(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    ["《商业秘密保护条例》", "保守国家秘密法", "泄露商业秘密3年以下", "秘密花园", "不涉及国家秘密", "机密性"[:0]],
)
def test_words_that_are_no_marks(text: str) -> None:
    assert kinds(text) == []


def test_an_id_returns_and_locks_the_file_and_is_never_shown(bench: Bench) -> None:
    judgement = bench.full(f"名称,备注\n济南,好\n青岛,张三 {ID}\n", FIELDS)
    finding = only(judgement, "G-10")
    assert judgement.report.verdict is Verdict.RETURNED
    assert judgement.candidate is None
    assert (finding.file, finding.row, finding.column, finding.value) == ("表.csv", 3, "备注", "370***********0019")
    assert finding.quarantine
    assert ID not in json.dumps(report_json(judgement.report), ensure_ascii=False)


def test_a_cell_is_reported_once_raw_and_cleaned(bench: Bench) -> None:
    """Full width in a code column: the raw cell shows the number, the cleaned one too."""
    judgement = bench("证书编号,备注\n３７０１０２１９０００１０１００１９,x\n")
    assert [f.code for f in judgement.report.findings] == ["G-10", "G-20"]


def test_control_characters_do_not_hide_a_number(bench: Bench) -> None:
    for spoilt in ("370102\x1f190001010019", "370102\x1e190001010019", "370102\x07190001010019"):
        finding = only(bench(f"名称,备注\n济南,x\n青岛,{spoilt}\n"), "G-10")
        assert (finding.row, finding.column) == (3, "备注")


def test_numbers_are_found_when_the_table_cannot_be_built(bench: Bench) -> None:
    judgement = bench(f"错误的表头,备注\n济南,{ID}\n", [{"name": "名称"}])
    assert {"G-30", "G-10"} <= {f.code for f in judgement.report.findings}


def test_conditional_data_with_numbers_wait_for_a_person(bench: Bench) -> None:
    record = {**RECORD, "open_type": "conditional", "open_condition": "签订协议后开放", "security_level": "general_2"}
    judgement = bench.full(f"名称,备注\n济南,{ID}\n", FIELDS, record=record)
    assert judgement.report.verdict is Verdict.REVIEW
    assert only(judgement, "G-15").severity is Severity.REVIEW


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"record": {**RECORD, "notes": f"联系人身份证 {ID}"}}, "G-10"),
        ({"record": {**RECORD, "keywords": ["公交", "机密★1年"]}}, "G-03"),
        ({"name": f"{ID}.csv"}, "G-10"),
        ({"title": "绝密★长期"}, "G-03"),
    ],
)
def test_records_titles_and_file_names_are_looked_at(bench: Bench, more: dict[str, object], code: str) -> None:
    judgement = bench.full("名称,备注\n济南,x\n", FIELDS, **more)
    assert code in {f.code for f in judgement.report.findings if f.severity is Severity.BLOCK}
    assert ID not in json.dumps(report_json(judgement.report), ensure_ascii=False)


def test_a_file_named_by_a_number_is_locked_for_what_is_in_it_all_the_same(bench: Bench) -> None:
    """The report masks its name, by which the file is found; for its name alone see ``test_judge``."""
    delivery = bench.delivery(f"名称,备注\n济南,{ID}\n", FIELDS, name=f"张三{ID}.csv", record=RECORD)
    report = judge(delivery, REVIEWED, bench.stage).report
    assert quarantined(report, delivery.files) == {delivery.files[0].sha256: "G-10"}
    assert report.files[0]["name"] == "张三370***********0019.csv"


@pytest.mark.parametrize(
    ("data", "field", "more"),
    [
        ("名称\n济南\n", {"name": "名称", "constraints": {"enum": [ID]}}, {}),
        ("名称\n济南\n", {"name": "名称", "constraints": {"pattern": ID}}, {}),
        (f"编号{ID}\n3.7E+17\n", {"name": f"编号{ID}"}, {}),
        (f"{ID}\u200b\n甲\n", {"name": ID}, {}),
        ("名称\n济南\n", {"name": "名称"}, {"format": ID}),
        ("名称\n济南\n", {"name": "名称"}, {"dialect": {"delimiter": ID}}),
    ],
)
def test_no_report_repeats_a_number_of_the_dictionary(
    bench: Bench, data: str, field: dict[str, object], more: dict[str, object]
) -> None:
    report = bench.full(data, [{"type": "string", **field}], **more).report
    assert "G-10" in {finding.code for finding in report.findings}
    assert ID not in json.dumps(report_json(report), ensure_ascii=False)


def test_a_number_in_the_header_is_in_row_1(bench: Bench) -> None:
    rows = [finding.row for finding in bench(f"名称,{ID}\n甲,乙\n").report.findings if finding.code == "G-10"]
    assert rows == [1]


def test_a_mark_locks_and_a_draft_waits(bench: Bench) -> None:
    finding = only(bench("名称,备注\n济南,机密★1年\n"), "G-03")
    assert (finding.severity, finding.quarantine, finding.value) == (Severity.BLOCK, True, "机密★1年")
    judgement = bench.full("名称,备注\n济南,内部资料\n", FIELDS)
    assert judgement.report.verdict is Verdict.REVIEW
    assert judgement.candidate is not None


def test_a_mask_that_shows_the_birth_date_waits(bench: Bench) -> None:
    assert only(bench("名称,备注\n济南,37010219000101****\n"), "G-13").severity is Severity.REVIEW
    assert not bench("名称,备注\n济南,370***********0019\n").report.findings


def test_values_in_reports_are_masked() -> None:
    assert safe("370102 19000101 0019") == "370***********0019"
    assert safe("３７０１０２１９０００１０１００１９") == "370***********0019"
    assert safe("13800138000") == "138****8000"
    assert safe("济南\n市" + "长" * 90).startswith("济南")
    assert len(safe("长" * 500)) <= 41


def test_totals_are_exact_beyond_the_shown(bench: Bench) -> None:
    rows = "".join(f"济南{n},{ID}\n" for n in range(5000))
    judgement = bench.full("名称,备注\n" + rows, FIELDS, context=REVIEWED)
    shown = [f for f in judgement.report.findings if f.code == "G-10"]
    assert len(shown) <= 100
    assert shown[0].params["total"] == 5000
    assert judgement.report.files[0]["totals"]["G-10"] == 5000


def test_the_head_of_a_report_masks_numbers() -> None:
    assert called({"title": f"张三{ID}名录", "identifier": "A/1", "notes": ID}) == {
        "title": "张三370***********0019名录",
        "identifier": "A/1",
    }


def test_a_mark_in_the_folder_s_name_or_the_record_locks_the_whole_delivery(bench: Bench) -> None:
    plain = bench.delivery("名称,备注\n济南,x\n", FIELDS, record=RECORD)
    marked = bench.delivery("名称,备注\n济南,x\n", FIELDS, record={**RECORD, "notes": "机密★1年"})
    for delivery in (replace(plain, guid="机密★1年/表"), marked):
        report = judge(delivery, REVIEWED, bench.stage).report
        assert report.verdict is Verdict.RETURNED
        assert quarantined(report, delivery.files) == {delivery.files[0].sha256: "G-03"}
