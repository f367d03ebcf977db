"""X3…X14: traps that were measured before anything was written (portal-features notes §0.2), each a regression test.

``pytest -m X7`` runs one; :func:`test_all_fourteen_are_in_the_suite` knows where all of them are. Those that need the
running portal are in ``tests/ckan/test_traps.py``, X4 walks pages in ``tests/e2e``.
"""

from __future__ import annotations

import ast
import re
import resource
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from harvesters.contract import GateContext, Verdict

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "unit" / "gate"))

from gate_bench import AS_OF, Bench  # noqa: E402

NAMES = [f"X{number}" for number in range(1, 15)]


def test_all_fourteen_are_in_the_suite() -> None:
    """Each name marks at least one test, and is a marker that pytest knows."""
    marked: dict[str, list[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for decorator in node.decorator_list:
                    if found := re.fullmatch(r"pytest\.mark\.(X\d+)", ast.unparse(decorator)):
                        marked.setdefault(found[1], []).append(f"{path.name}::{node.name}")
    assert sorted(marked, key=NAMES.index) == NAMES
    markers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["markers"]
    assert [marker.split(":")[0] for marker in markers if marker.startswith("X")] == NAMES


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.mark.X5
@pytest.mark.parametrize("ascii_rows", [0, 10, 2000, 30_000])
def test_gb18030_is_never_read_as_big5_however_late_the_chinese_comes(bench: Bench, ascii_rows: int) -> None:
    text = "编号,名称\r\n" + "1,abc\r\n" * ascii_rows + "2,济南市图书馆\r\n3,潍坊市图书馆\r\n"
    judgement = bench.full(text.encode("gb18030"), [{"name": "编号"}, {"name": "名称"}])
    assert judgement.report.files[0]["encoding"] == "gb18030"
    assert "济南市图书馆" in bench.master(judgement)


@pytest.mark.X5
def test_big5_is_refused_although_gb18030_would_decode_it(bench: Bench) -> None:
    judgement = bench("編號,名稱\r\n1,濟南市圖書館\r\n".encode("big5"))
    assert judgement.report.verdict is Verdict.RETURNED
    assert {f.code for f in judgement.report.findings} == {"Q01"}


@pytest.mark.X6
@pytest.mark.parametrize("value", ["0531", "000123", "007", "913701000000000000", "1e5", "00.10"])
def test_what_looks_like_a_number_stays_the_text_that_was_delivered(bench: Bench, value: str) -> None:
    """Without a type in the dictionary nothing is inferred."""
    judgement = bench.full(f"名称,编码\r\n甲,{value}\r\n", [{"name": "名称"}, {"name": "编码"}])
    if judgement.candidate is not None:
        assert bench.master(judgement).splitlines()[1] == f"甲,{value}"
    else:
        assert judgement.report.verdict is Verdict.RETURNED, "never changed in silence"


@pytest.mark.X7
@pytest.mark.parametrize("value", ["2024/1/5", "2024年1月5日", "2024.01.05"])
def test_a_date_in_another_form_never_becomes_text_in_silence(bench: Bench, value: str) -> None:
    """Either it is normalised and the report says so, or the row is named."""
    judgement = bench.full(
        f"名称,日期\r\n甲,2024-01-04\r\n乙,{value}\r\n", [{"name": "名称"}, {"name": "日期", "type": "date"}]
    )
    if judgement.candidate is None:
        assert [(f.row, f.column) for f in judgement.report.findings if f.row] == [(3, "日期")]
    else:
        assert bench.master(judgement).splitlines()[2] == "乙,2024-01-05"
        assert judgement.report.files[0]["cleanings"] or [f for f in judgement.report.findings if f.column == "日期"]


@pytest.mark.X8
def test_two_columns_whose_names_agree_in_63_bytes_have_ids_of_their_own(bench: Bench) -> None:
    """PostgreSQL cuts names at 63 bytes, 21 Chinese characters; our column ids are short ASCII."""
    labels = ["山东省公共数据开放网站二零一七年度统计报表甲" * 2 + end for end in ("一", "二")]
    assert labels[0].encode()[:63] == labels[1].encode()[:63]
    judgement = bench.full(",".join(labels) + "\r\n1,2\r\n", [{"name": label} for label in labels])
    assert judgement.report.verdict is not Verdict.RETURNED, [f.code for f in judgement.report.findings]
    assert judgement.candidate is not None
    ids = [str(field.get("sd:id") or "") for field in judgement.candidate.tables[0].fields]
    assert all(len(one.encode()) <= 63 for one in ids)


@pytest.mark.X11
def test_the_lock_holds_what_runs_beside_this_ckan_and_nothing_that_does_not() -> None:
    names = dict(
        re.findall(r"(?m)^([a-z0-9-]+)(?:\[[^]]*\])?==([^ ;]+)", (ROOT / "requirements.txt").read_text("utf-8"))
    )
    assert names["ckan"] == "2.12.0"
    assert {"ckanext-scheming", "ckanext-dcat", "frictionless"} <= names.keys()
    refused = re.compile(r"ckanext-(xloader|validation|harvest|hierarchy|showcase|subscribe|feedback|pages)|datapusher")
    assert [name for name in names if refused.match(name)] == []


@pytest.mark.X11
def test_what_is_installed_agrees_with_itself() -> None:
    """``pip check``, over the environment that the portal runs in."""
    from importlib.metadata import distribution

    distribution("ckan")
    uv = Path(sys.prefix) / "bin" / "uv"
    tool = [str(uv), "pip"] if uv.exists() else [sys.executable, "-m", "pip"]
    command = [*tool, "check", *(["--python", sys.executable] if uv.exists() else [])]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    said = done.stdout + done.stderr
    known = [line for line in said.splitlines() if "requires" in line and "psycopg2" not in line]
    assert known == [], said


@pytest.mark.X13
def test_300_000_rows_with_a_unique_key_within_time_and_memory(tmp_path: Path) -> None:
    """Plain Frictionless took 4.2 s on a quiet machine; the whole gate has a bound of ten times that in the child."""
    from harvesters.gate.child import ChildGate

    bench = Bench(tmp_path)
    rows = "".join(f"K{n:06d},第{n}号站点,{n % 97},2024-01-{n % 28 + 1:02d}\r\n" for n in range(300_000))
    fields = [
        {"name": "编号", "constraints": {"unique": True}},
        {"name": "名称"},
        {"name": "泊位", "type": "integer"},
        {"name": "日期", "type": "date"},
    ]
    delivery = bench.delivery("编号,名称,泊位,日期\r\n" + rows, fields)
    started = time.monotonic()
    judgement = ChildGate(seconds=120)(delivery, GateContext(as_of=AS_OF), bench.stage)
    seconds = time.monotonic() - started
    assert judgement.report.files[0]["rows"] == 300_000
    assert judgement.report.verdict is not Verdict.RETURNED, [f.code for f in judgement.report.findings]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{seconds:.1f} s, {peak} MB")
    assert seconds < 100
    assert peak < 1500


@pytest.mark.X14
def test_a_merged_title_row_is_dealt_with_in_words_not_as_blank_labels(bench: Bench) -> None:
    """“Label in the header is blank”, twice, is right and useless; in an XLSX as well as here."""
    text = "2024年山东省公路客运站一览表,,\r\n名称,等级,地址\r\n济南站,一级,天桥区\r\n"
    judgement = bench(text, [{"name": "名称"}, {"name": "等级"}, {"name": "地址"}])
    codes = {f.code for f in judgement.report.findings}
    assert "G-30" not in codes, "never in Frictionless's words alone"
    stripped = str(judgement.report.files[0]["cleanings"])
    assert codes & {"Q02", "Q03", "Q04"} or "Q03" in stripped, (codes, stripped)
