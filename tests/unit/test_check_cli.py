"""``sd-harvest check``: the portal's gate on a department's own machine, its forms of report and its exit codes."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harvesters.cli import main

RECORD: dict[str, Any] = {
    "title": "山东省公路客运站基本信息",
    "identifier": "30701310711/000001",
    "source_system": "道路运输信息系统",
    "owner_org": "sd-transport",
    "notes": "全省公路客运站名称、等级、地址和经纬度。",
    "category": "road-transport",
    "data_domain": ["6"],
    "region_code": "370000",
    "share_type": "1",
    "share_use": "用于业务协同",
    "share_method_class": "platform",
    "share_method_type": "file",
    "open_type": "unconditional",
    "update_cycle": "yearly",
    "issued": "2017-12-29",
    "license_id": "sd-open-licence",
    "contact_dept_phone": "0531-12345678",
    "security_level": "general_1",
}
ITEMS = [
    {"name_zh": "客运站名称", "name_en": "station_name", "type": "C", "length": 60, "required": True},
    {"name_zh": "行政区划代码", "name_en": "region_code", "type": "C", "length": 6, "codelist": "gbt2260-37"},
    {"name_zh": "建成日期", "name_en": "built_on", "type": "D"},
]
GOOD = "客运站名称,行政区划代码,建成日期\n济南总站,370102,1999-10-01\n"


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def deliver(folder: Path, data: str, record: Any = None, **more: Any) -> Path:
    folder.mkdir(parents=True)
    (folder / "站.csv").write_text(data, "utf-8")
    fields = [{"name": i["name_zh"], "type": "date" if i["type"] == "D" else "string"} for i in ITEMS]
    resource = {"name": "stations", "path": "站.csv", "schema": {"fields": fields}, **more}
    package = {"sd:record": record or RECORD, "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")
    manifest = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return folder


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return deliver(tmp_path / "good", GOOD)


def test_a_good_delivery_passes(good: Path) -> None:
    result = run(good)
    assert result.exit_code == 0, result.output
    assert "数据校验报告：通过" in result.output


def test_json_holds_what_the_design_promises(good: Path) -> None:
    report = json.loads(run(good, "--format", "json", "--as-of", "2026-11-24").output)
    assert report["verdict"] == "pass"
    assert {"findings", "files", "gate_version", "rules_version", "inputs"} <= set(report)
    assert report["inputs"]["as_of"] == "2026-11-24"
    (file,) = report["files"]
    assert {"name", "format", "encoding", "rows", "frictionless_rows", "columns", "sha256"} <= set(file)
    for finding in report["findings"]:
        assert {"code", "severity", "file", "sheet", "row", "column", "value", "message", "fix"} <= set(finding)


def test_a_bad_delivery_is_returned(tmp_path: Path) -> None:
    folder = deliver(tmp_path / "bad", GOOD + "青岛站,370202,1999年13月1日\n")
    result = run(folder, "--format", "json")
    assert result.exit_code == 1
    (finding,) = [f for f in json.loads(result.output)["findings"] if f["code"] == "G-30"]
    assert (finding["row"], finding["column"], finding["file"]) == (3, "建成日期", "站.csv")


def test_what_needs_a_person_exits_with_3(tmp_path: Path) -> None:
    assert run(deliver(tmp_path / "draft", GOOD + "内部资料,370202,1999-10-01\n")).exit_code == 3


def test_what_cannot_be_checked_exits_with_2(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing.csv")
    assert result.exit_code == 2
    assert "没有这个文件或文件夹" in result.output
    assert "重试" not in result.output
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty").exit_code == 2
    answer = json.loads(run(tmp_path / "empty", "--format", "json").output)
    assert answer["verdict"] is None
    assert answer["error"]["code"] == "source_misconfigured"


def test_a_missing_manifest_is_a_finding(good: Path) -> None:
    (good / "manifest.json").unlink()
    result = run(good, "--format", "json")
    assert result.exit_code == 1
    assert "M-01" in {f["code"] for f in json.loads(result.output)["findings"]}


def test_a_bare_file_is_judged_on_the_file_rules_alone(tmp_path: Path) -> None:
    path = tmp_path / "站.csv"
    path.write_text(GOOD, "gbk")
    report = json.loads(run(path, "--format", "json").output)
    assert report["verdict"] == "pass"
    assert {"V-01", "G-01", "G-31"} <= set(report["not_checked"])
    assert report["files"][0]["encoding"] == "gb18030"
    path.write_text(GOOD + "370102190001010019,370202,1999-10-01\n", "gbk")
    assert run(path).exit_code == 1


@pytest.mark.parametrize("form", ["items", "package", "named"])
def test_a_record_gives_a_bare_file_its_dictionary(tmp_path: Path, form: str) -> None:
    path, record = tmp_path / "站.csv", tmp_path / "record.json"
    resource: dict[str, Any] = {"format": "csv", "items": ITEMS}
    if form != "items":
        resource["path"] = "站.csv"
    value = {"sd:record": RECORD, "resources": [resource]} if form == "package" else {**RECORD, "resources": [resource]}
    record.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    path.write_text(GOOD, "utf-8")
    assert run(path, "--record", record).exit_code == 0
    path.write_text(GOOD + "青岛站,999999,1999-10-01\n", "utf-8")
    report = json.loads(run(path, "--record", record, "--format", "json").output)
    assert [(f["code"], f["row"]) for f in report["findings"] if f["severity"] == "block"] == [("G-30", 3)]


def test_an_unreadable_record_is_said(tmp_path: Path, good: Path) -> None:
    record = tmp_path / "record.json"
    record.write_text("{", "utf-8")
    result = run(good, "--record", record)
    assert result.exit_code == 2
    assert "读不懂" in result.output


def test_cleaned_tables_are_what_the_gate_understood(tmp_path: Path) -> None:
    path = tmp_path / "站.tsv"
    path.write_bytes("名称\t邮编\n济南\t０２５０００\n".encode("utf-16"))
    assert run(path, "--cleaned", tmp_path / "out").exit_code == 0
    with (tmp_path / "out" / "站.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["名称", "邮编"], ["济南", "025000"]]


def test_several_deliveries_give_the_gravest_code_and_all_findings(tmp_path: Path, good: Path) -> None:
    bad = deliver(tmp_path / "bad", GOOD + ",370202,1999-10-01,多\n")
    result = run(good, bad, "--format", "json", "--cleaned", tmp_path / "out")
    assert result.exit_code == 1
    report = json.loads(result.output)
    assert report["verdict"] == "returned"
    assert len(report["reports"]) == len(report["files"]) == 2
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"good", "bad"}


def test_a_page_stands_alone(good: Path) -> None:
    page = run(good, "--format", "html").output
    assert page.startswith("<!doctype html>")
    assert "通过" in page
    assert "<script" not in page
    assert "src=" not in page


def test_english(good: Path) -> None:
    assert "passed" in run(good, "--lang", "en").output


def test_text_tells_each_rule_once_with_its_total_and_a_way_to_mend(tmp_path: Path) -> None:
    rows = "".join(f"站{n},370102,1999年{n}月\n" for n in range(1, 41))
    said = run(deliver(tmp_path / "bad", GOOD + rows)).output
    assert said.startswith("数据校验报告：退回\n有 40 处问题必须改正")
    assert said.count("G-30 数据与字典不符（共 40 处）") == 1
    assert "站.csv，第 3 行，“建成日期”列，值：1999年1月" in said
    assert "修改办法：" in said
    assert "还有 30 处同类问题" in said


def test_a_chinese_console_takes_every_character(tmp_path: Path) -> None:
    """A Windows console in GBK has no 𠅤: its number is written, and nothing breaks."""
    path = tmp_path / "表.csv"
    path.write_text("名称,数\U00020164量\n济南,1\n青岛,2,3\n", "utf-8")
    command = [sys.executable, "-m", "harvesters.cli", "check", str(path)]
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(command, env=environment, capture_output=True)
    assert done.returncode == 1, done.stderr
    assert "数据校验报告：退回" in done.stdout.decode("gbk")
    for form in ("json", "html"):
        done = subprocess.run([*command, "--format", form], env=environment, capture_output=True)
        assert "退回" in done.stdout.decode("utf-8") or form == "json"
        assert done.returncode == 1


def test_a_report_is_written_to_a_file(tmp_path: Path) -> None:
    bad = deliver(tmp_path / "bad", GOOD + "青岛站,370202,<b>1999</b>\n")
    page = tmp_path / "报告.html"
    assert run(bad, "--format", "html", "--output", page).output == ""
    text = page.read_text("utf-8")
    assert "&lt;b&gt;1999" in text
    for sign in ("http", "<script", "src=", "url(", "@import", "<link"):
        assert sign not in text, sign


WINDOWS = """
import os, sys
for name in ("fork", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "fchmod", "register_at_fork"):
    delattr(os, name)
for name in ("resource", "fcntl", "pyseccomp"):
    sys.modules[name] = None
sys.platform = "win32"
sys.argv = ["sd-harvest", "check", "表.csv"]
from harvesters.start import main
main()
"""


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_where_memory_cannot_be_limited_it_points_to_the_self_check(encoding: str) -> None:
    """As on a department's Windows machine: no fork, no limits, a Chinese console; and no traceback."""
    root = Path(__file__).resolve().parents[2]
    environment = {"PYTHONPATH": str(root), "PYTHONIOENCODING": encoding, "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", WINDOWS], env=environment, capture_output=True)
    said = done.stderr.decode(encoding)
    assert done.returncode == 2
    assert done.stdout == b""
    assert "Traceback" not in said
    assert "/check" in said
    if encoding != "ascii":
        assert "自检台" in said
        assert "内存" in said
