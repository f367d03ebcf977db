"""deploy/local without any service: names, templates, tables, mirrored folders, what a kill leaves behind."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import configure, launch, leftovers, sources
from deploy.local.place import Place, is_free
from deploy.local.say import Failure, table, width
from deploy.local.services import fingerprint


@pytest.fixture
def place() -> Iterator[Place]:
    """An installation in a folder whose name is short enough for a socket."""
    user = os.environ.get("SD_USER") or subprocess.check_output(["id", "-un"], text=True).strip()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        place = Place(home=home, clone=Path(__file__).parents[3], tools=home / "tools", user=user, test=True)
        place.make_folders()
        yield place


def test_an_unknown_word_of_a_template_is_an_error() -> None:
    assert configure.fill("a {{x}} $host %(here)s", {"x": "1"}) == "a 1 $host %(here)s"
    with pytest.raises(KeyError):
        configure.fill("{{y}}", {"x": "1"})


def test_every_template_is_filled_and_second_time_unchanged(place: Place) -> None:
    ports = place.choose_ports()
    assert "ckan.ini" in configure.write_all(place, ports)
    assert configure.write_all(place, ports) == set()
    for path in [place.ini, *(place.home / "etc").iterdir()]:
        assert "{{" not in path.read_text("utf-8")
        assert path.stat().st_mode & 0o007 == 0, "secrets are nobody else's"


def test_secrets_are_random_private_and_kept(place: Place) -> None:
    first = place.secrets()
    assert first == place.secrets()
    assert len(set(first.values())) == len(first)
    assert (place.home / "secrets.json").stat().st_mode & 0o077 == 0


def test_chinese_columns_line_up() -> None:
    lines = table(("来源", "n"), [("公共图书馆", 1), ("x", 22)]).splitlines()
    starts = {width(line[: line.rindex(mark)]) for line, mark in zip(lines, ("n", "1", "22"), strict=True)}
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("folder", "name"), [("My Data", "my-data"), ("a_b", "a_b"), ("x", None), ("数据", None), ("-2026年-", "2026")]
)
def test_a_name_is_derived_from_the_folder(folder: str, name: str | None) -> None:
    derived = sources.derived_name(Path("/srv") / folder)
    assert derived == name if name else derived.startswith("source-")


def test_a_registration_is_checked_and_kept(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    made = sources.describe(place, "file_drop", str(folder), "demo", "mine", None, delegated=True)
    assert (made["review_mode"], made["reviews"][0]["officer"]) == ("delegated", "operator")
    sources.store(place, made)
    assert sources.registered(place) == [made]
    assert sources.deliveries(made) == 0
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(Failure, match="已有名为"):
        sources.describe(place, "file_drop", str(other), "demo", "mine", None, delegated=False)
    with pytest.raises(Failure, match="种来源"):
        sources.describe(place, "nothing", str(folder), "demo", None, None, delegated=False)
    with pytest.raises(Failure, match="没有文件夹"):
        sources.describe(place, "file_drop", str(tmp_path / "none"), "demo", None, None, delegated=False)
    with pytest.raises(Failure, match="不可用"):
        sources.describe(place, "file_drop", str(folder), "demo", "Bad Name", None, delegated=False)


def test_a_mirror_becomes_equal_and_leaves_what_is_equal_alone(tmp_path: Path) -> None:
    source, mirror = tmp_path / "a", tmp_path / "b"
    (source / "d").mkdir(parents=True)
    mirror.mkdir()
    (source / "same").write_text("1")
    (source / "d" / "deep").write_text("2")
    (source / "link").symlink_to("/etc/passwd")
    os.mkfifo(source / "pipe")
    (source / ("长" * 85)).write_text("as long as a name can be")
    sources._copy_changed(source, mirror)
    before = (mirror / "same").stat()
    (source / "d" / "deep").write_text("longer")
    (source / "new").write_text("3")
    (mirror / "gone").write_text("x")
    sources._copy_changed(source, mirror)
    found = {str(p.relative_to(mirror)) for p in mirror.rglob("*")}
    assert found == {"same", "d", "d/deep", "new", "长" * 85, "link", "pipe"}
    assert {os.readlink(mirror / name) for name in ("link", "pipe")} == {"nowhere"}, "no link is followed or kept"
    assert (mirror / "d" / "deep").read_text() == "longer"
    after = (mirror / "same").stat()
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)


def test_a_fingerprint_sees_files_not_caches(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    first = fingerprint(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_text("")
    assert fingerprint(tmp_path) == first
    (tmp_path / "b").write_text("")
    assert fingerprint(tmp_path) != first
    assert fingerprint("x") != fingerprint("y")


def test_a_stale_postmaster_pid_is_forgotten_a_true_one_kept(tmp_path: Path) -> None:
    pid_file = tmp_path / "postmaster.pid"
    launch.forget_stale_postmaster(tmp_path)
    with subprocess.Popen(["sleep", "60"], cwd="/") as other:
        pid_file.write_text(f"{other.pid}\n/x\n")  # lives, but is somebody else
        launch.forget_stale_postmaster(tmp_path)
        assert not pid_file.exists()
        other.kill()
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path) as ours:
        pid_file.write_text(f"{ours.pid}\n/x\n")
        launch.forget_stale_postmaster(tmp_path)
        assert pid_file.exists()
        ours.kill()


def test_leftovers_are_found_by_mark_or_folder_and_stopped(tmp_path: Path) -> None:
    marked = {**os.environ, leftovers.MARK: str(tmp_path)}
    stubborn = (
        "import signal, time; [signal.signal(s, signal.SIG_IGN) for s in (2, 15)]; print(flush=True); time.sleep(60)"
    )
    with (
        subprocess.Popen([sys.executable, "-c", stubborn], env=marked, stdout=subprocess.PIPE, cwd="/") as first,
        subprocess.Popen(["sleep", "60"], cwd=tmp_path) as second,
        subprocess.Popen(["sleep", "60"], cwd="/") as stranger,
    ):
        assert first.stdout
        first.stdout.readline()
        folders = {str(tmp_path)}
        assert set(leftovers.find(tmp_path, os.geteuid(), folders)) == {first.pid, second.pid}
        leftovers.stop(tmp_path, os.geteuid(), folders, patience=0.3)
        assert (first.wait(), second.wait(), stranger.poll()) == (-9, -15, None)
        stranger.kill()


def test_the_asked_port_is_checked(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SD_PORT", "80")
    with pytest.raises(Failure, match="SD_PORT=80"):
        place.choose_ports()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not is_free(port)
        monkeypatch.setenv("SD_PORT", str(port))
        with pytest.raises(Failure, match="占用"):
            place.choose_ports()
    monkeypatch.setenv("SD_PORT", str(port))
    assert place.choose_ports()["public"] == port
    monkeypatch.delenv("SD_PORT")
    assert place.choose_ports()["public"] == port, "kept once chosen"
    assert json.loads((place.home / "ports.json").read_text())["public"] == port
