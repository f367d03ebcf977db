"""The stage keeps bytes whole through crashes and full disks (I-17)."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from harvesters.errors import StageError, TooLarge
from harvesters.failpoint import FailpointError
from harvesters.stage import Stage

DATA = "代码,名称\r\n370000,山东省\r\n".encode()
SHA = hashlib.sha256(DATA).hexdigest()


def files(root: Path) -> list[str]:
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "deep" / "stage")


def test_bytes_lie_under_their_hash(stage: Stage) -> None:
    staged = stage.put("表.csv", io.BytesIO(DATA))
    assert (staged.path, staged.sha256, staged.size) == ("表.csv", SHA, len(DATA))
    assert files(stage.root) == [f"{SHA[:2]}/{SHA[2:4]}/{SHA}"]
    assert stage.path_of(SHA).read_bytes() == DATA
    with stage.open(SHA) as stream:
        assert stream.read() == DATA
    assert stage.has(SHA)
    assert not stage.has("0" * 64)


def test_putting_again_touches_nothing(stage: Stage, tmp_path: Path) -> None:
    stage.put("a", io.BytesIO(DATA))
    before = stage.path_of(SHA).stat()
    (tmp_path / "copy").write_bytes(DATA)
    assert stage.put_file("b", tmp_path / "copy").sha256 == SHA
    after = stage.path_of(SHA).stat()
    assert (before.st_ino, before.st_mtime_ns, before.st_ctime_ns) == (
        after.st_ino,
        after.st_mtime_ns,
        after.st_ctime_ns,
    )
    assert len(files(stage.root)) == 1


@pytest.mark.parametrize("damage", [b"", DATA[:-1], DATA[:-1] + b"x"])
def test_a_damaged_copy_is_found_and_mended(stage: Stage, damage: bytes) -> None:
    stage.put("a", io.BytesIO(DATA))
    stage.verify(SHA)
    stage.path_of(SHA).write_bytes(damage)
    with pytest.raises(StageError) as e:
        stage.verify(SHA)
    assert e.value.params["reason"] == "damaged"
    stage.put("a", io.BytesIO(DATA))
    stage.verify(SHA)


@pytest.mark.parametrize("sha256", ["", "..", "../../etc/passwd", "0" * 63, "A" * 64, "0" * 64 + "\n", "/" + "0" * 63])
def test_no_path_is_built_from_what_is_no_hash(stage: Stage, sha256: str) -> None:
    for call in (stage.path_of, stage.open, stage.has, stage.is_quarantined, stage.verify):
        with pytest.raises(StageError):
            call(sha256)


def test_what_is_not_there_is_an_error(stage: Stage) -> None:
    for call in (stage.open, stage.verify):
        with pytest.raises(StageError) as e:
            call(SHA)
        assert e.value.params["reason"] == "enoent"


def test_too_large_leaves_nothing(tmp_path: Path) -> None:
    stage = Stage(tmp_path, max_bytes=len(DATA) - 1)
    with pytest.raises(TooLarge):
        stage.put("a", io.BytesIO(DATA))
    assert files(tmp_path) == []


@pytest.mark.parametrize("call", ["fsync", "rename", "fstat"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_leaves_no_temp_and_is_named(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    stage.put("first", io.BytesIO(b"first"))
    before = files(stage.root)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as m:
        m.setattr(os, call, fail)
        with pytest.raises(StageError) as e:
            stage.put("表.csv", io.BytesIO(DATA))
    assert e.value.params == {"path": "表.csv", "reason": "disk_full" if code == errno.ENOSPC else "eio"}
    assert files(stage.root) == before
    assert stage.put("表.csv", io.BytesIO(DATA)).sha256 == SHA


def test_a_real_limit_on_file_size_is_a_full_disk(tmp_path: Path) -> None:
    code = (
        "import io, resource, signal, sys; from pathlib import Path; from harvesters.stage import Stage\n"
        "from harvesters.errors import StageError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "try: Stage(Path(sys.argv[1])).put('big', io.BytesIO(bytes(4 << 20)))\n"
        "except StageError as e: print(e.params['reason'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "disk_full\n"
    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["stage.written", "stage.renamed"])
def test_a_kill_leaves_the_file_whole_or_absent(stage: Stage, name: str) -> None:
    code = (
        "import io, sys; from pathlib import Path; from harvesters.stage import Stage\n"
        "Stage(Path(sys.argv[1])).put('a', io.BytesIO(sys.argv[2].encode()))"
    )
    env = {**os.environ, "SD_FAILPOINT": f"{name}:kill"}
    argv = [sys.executable, "-c", code, str(stage.root), DATA.decode()]
    done = subprocess.run(argv, env=env, start_new_session=True, check=False)
    assert done.returncode == -9
    assert stage.has(SHA) == (name == "stage.renamed")
    temps = [f for f in files(stage.root) if f.startswith("incoming/")]
    assert len(temps) == (name == "stage.written")
    assert stage.sweep_temps() == 0  # a live writer may own it
    for temp in temps:
        os.utime(stage.root / temp, (0, 0))
    assert stage.sweep_temps() == len(temps)
    stage.put("a", io.BytesIO(DATA))
    stage.verify(SHA)
    assert len(files(stage.root)) == 1


def test_an_error_between_write_and_rename_leaves_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvesters.failpoint._hits", {})
    monkeypatch.setenv("SD_FAILPOINT", "stage.written:raise")
    with pytest.raises(FailpointError):
        stage.put("a", io.BytesIO(DATA))
    assert files(stage.root) == []


def test_quarantine_is_kept_and_bytes_stay_readable_for_the_gate(stage: Stage) -> None:
    stage.put("a", io.BytesIO(DATA))
    assert not stage.is_quarantined(SHA)
    stage.quarantine(SHA, "G-10")
    stage.quarantine(SHA, "G-03")
    assert Stage(stage.root).is_quarantined(SHA)
    marker = stage.path_of(SHA).with_name(f"{SHA}.quarantine")
    assert marker.read_text() == '{"reason": "G-10"}'
    stage.put("a", io.BytesIO(DATA))
    assert stage.is_quarantined(SHA)
    with stage.open(SHA) as stream:
        assert stream.read() == DATA


def test_many_writers_of_the_same_bytes(stage: Stage) -> None:
    data = bytes(range(256)) * 4096
    errors: list[BaseException] = []

    def write() -> None:
        try:
            stage.put("a", io.BytesIO(data))
        except BaseException as e:
            errors.append(e)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert errors == []
    assert len(files(stage.root)) == 1
    stage.verify(hashlib.sha256(data).hexdigest())
