"""``./portal`` beside its running stack: status, sources registered by a stranger, what a second ``up`` says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest
import seeds

CODE = Path(__file__).parents[2]
HOME = Path(os.environ["SD_TEST_HOME"])
SERVICES = {"postgres", "redis", "solr", "web", "worker", "scheduler", "nginx"}


def portal(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a person calls it, on the test stack."""
    environment = {**os.environ, "SD_HOME": str(HOME)}
    return subprocess.run([str(CODE / "portal"), *arguments], env=environment, capture_output=True, text=True, cwd="/")


def status() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(portal("status", "--json").stdout)
    return answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A stranger's folder with one delivery of its own code."""
    code = f"370000-test-{uuid.uuid4().hex[:12]}"
    source = CODE / "datasets_seed" / "demo" / "airports"
    target = tmp_path / f"s{uuid.uuid4().hex[:10]}" / "one"
    shutil.copytree(source, target)
    descriptor = json.loads((target / "datapackage.json").read_text("utf-8"))
    descriptor["sd:record"]["identifier"] = code
    descriptor["sd:record"]["title"] = f"命令测试 {code}"
    text = json.dumps(descriptor, ensure_ascii=False)
    (target / "datapackage.json").write_text(text, "utf-8")
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    digest = subprocess.check_output(["sha256sum", str(target / "datapackage.json")], text=True).split()[0]
    (target / "manifest.json").write_text(json.dumps({**manifest, "datapackage.json": digest}), "utf-8")
    return target.parent


def test_status_names_every_service_and_the_counts() -> None:
    found = status()
    assert found["services"] == dict.fromkeys(SERVICES, "RUNNING")
    assert found["url"] == os.environ["SD_TEST_URL"]
    assert {"datasets", "releases", "held", "returned", "sources"} <= found["counts"].keys()
    assert found["counts"]["returned"] >= len(seeds.with_outcome("returned"))
    assert {code for alert in found["alerts"] for code in alert["codes"]} >= {"G-03", "G-10"}


def test_a_delegated_folder_is_published_and_a_second_up_changes_nothing(folder: Path) -> None:
    before = status()["counts"]
    added = portal("harvest", "add", "file_drop", "--owner", "demo", "--delegated", str(folder))
    assert added.returncode == 0, added.stderr
    assert folder.name in portal("harvest", "list").stdout
    ran = portal("harvest", "run", folder.name)
    assert ran.returncode == 0, ran.stderr
    assert status()["counts"]["datasets"] == before["datasets"] + 1
    again = portal("up")
    assert again.returncode == 0, again.stderr
    assert "无变化" in again.stdout
    assert status()["counts"]["releases"] == before["releases"] + 1


def test_a_dry_run_judges_everything_and_leaves_no_trace() -> None:
    before = status()["counts"]
    tried = portal("harvest", "dry-run", "demo-faulty")
    assert tried.returncode == 0, tried.stderr
    for line in seeds.table():
        if line.source == "demo-faulty":
            words = "已退回" if line.outcome == "returned" else "待审核"
            assert any(line.delivery in row and words in row for row in tried.stdout.splitlines()), line.name
    assert "G-10" in tried.stdout
    assert status()["counts"] == before


def test_without_delegation_the_first_delivery_waits(folder: Path) -> None:
    before = status()["counts"]
    assert portal("harvest", "add", "file_drop", "--owner", "demo", "--name", "waits", str(folder)).returncode == 0
    assert portal("harvest", "review", "waits", "--officer", "王审查").returncode == 0
    assert portal("harvest", "run", "waits").returncode == 0
    after = status()["counts"]
    assert (after["held"], after["datasets"]) == (before["held"] + 1, before["datasets"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["harvest", "add", "file_drop", "--owner", "nobody", "/tmp"], "没有代号为"),
        (["harvest", "add", "telex", "--owner", "demo", "/tmp"], "种来源"),
        (["harvest", "run", "nothing"], "没有名为"),
        (["logs", "nothing"], "日志"),
        (["dance"], "命令"),
    ],
)
def test_a_wrong_call_says_what_to_do(arguments: list[str], words: str) -> None:
    done = portal(*arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert "处理：" in done.stderr
