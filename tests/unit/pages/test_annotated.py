"""A link to a marked copy stands on a report's page only where one can be made."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from ckanext.sdopendata.views.annotated import may_be_marked

from harvesters.stage import Stage


@pytest.fixture
def body(tmp_path: Path) -> dict[str, Any]:
    held = Stage(tmp_path).put("线路.csv", io.BytesIO("线路\n1路\n".encode()))
    finding = {"code": "G-30", "file": "线路.csv", "quarantine": False}
    return {"findings": [finding], "files": [{"name": "线路.csv", "columns": ["线路"], "sha256": held.sha256}]}


def test_a_table_with_findings_may_be_marked(body: dict[str, Any], tmp_path: Path) -> None:
    assert may_be_marked(body, Stage(tmp_path))
    assert not may_be_marked({**body, "findings": []}, Stage(tmp_path))


def test_bytes_that_another_delivery_had_locked_are_not_copied(body: dict[str, Any], tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.quarantine(body["files"][0]["sha256"], "G-03")
    assert not may_be_marked(body, stage)


def test_what_could_not_be_opened_has_nothing_to_mark(body: dict[str, Any], tmp_path: Path) -> None:
    body["findings"].append({"code": "G-40", "file": "线路.csv", "quarantine": False})
    assert not may_be_marked(body, Stage(tmp_path))
