"""The page of each kind of reader: every command in its ``console`` blocks runs, in order, as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HOME, URL, Portal

CODE = Path(__file__).resolve().parents[2]
READERS = ("for-citizens-and-developers", "for-departments", "for-operators")
ADDRESS = "http://127.0.0.1:5000"  # the portal's own default


# The operator's page starts, stops and empties a portal: it gets one of its own.
OPERATORS = "for-operators"


def commands(name: str) -> list[str]:
    text = (CODE / "docs" / f"{name}.md").read_text("utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder that looks like the clone and may be written to."""
    (tmp_path / "portal").write_text(f'#!/bin/sh\nexec {CODE}/portal "$@"\n')
    (tmp_path / "portal").chmod(0o755)
    (tmp_path / "datasets_seed").symlink_to(CODE / "datasets_seed")
    return tmp_path


@pytest.mark.parametrize("name", READERS)
def test_every_command_of_the_page_runs(portal: Portal, clone: Path, name: str) -> None:
    lines = commands(name)
    assert len(lines) >= 5
    script = "set -euo pipefail\n" + "\n".join(f"echo {_quoted('$ ' + line)}\n{line}" for line in lines)
    programs = [str(Path(sys.executable).parent), str(Path(os.environ["SD_TEST_FRICTIONLESS"]).parent)]
    own = name == OPERATORS
    home = clone / "data" if own else HOME
    environment = {**os.environ, "SD_HOME": str(home), "PATH": ":".join([*programs, os.environ["PATH"]])}
    environment |= {"SD_TOOLS": str(Path(sys.executable).parents[2])} if own else {}
    done = subprocess.run(
        ["bash", "-c", script.replace(ADDRESS, URL)], cwd=clone, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def test_no_block_of_commands_is_left_out() -> None:
    """What looks like a command to copy stands in a block that is run."""
    for name in READERS:
        text = (CODE / "docs" / f"{name}.md").read_text("utf-8")
        assert set(re.findall(r"^```(\w*)$", text, re.MULTILINE)) <= {"console", ""}
        blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        assert all(line.startswith("$ ") for block in blocks for line in block.splitlines()), name
        assert text.count("```") == 2 * len(blocks), name


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
