"""``file_drop`` passes the conformance suite, and the traps of folders that others write to (bad-input rows 25, 26,
28–30)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from source_contract import SourceContract, WatchedStage, descriptor

from harvesters.contract import Delivery, Ref, Severity
from harvesters.errors import ItemVanished, SourceUnavailable, TooLarge
from harvesters.pipeline import listing
from harvesters.sources import file_drop, folder
from harvesters.sources.file_drop import FileDrop
from harvesters.stage import Stage


class DropFolder:
    """A folder with deliveries, and a secret beside it that links lead to."""

    def __init__(self, base: Path) -> None:
        self.root = base / "drop 目录"
        self.root.mkdir()
        self.secret = base / "outside"
        self.secret.mkdir()
        (self.secret / "datapackage.json").write_bytes(b'{"secret": true}')
        (self.secret / "t.csv").write_bytes(b"secret\r\n")
        self.options: Mapping[str, object] = {"path": str(self.root)}
        self.bad_options = tuple({"path": bad} for bad in ("", "relative/path", "/", "//", "/a\0b", 7, None, ["/a"]))

    def source(self) -> FileDrop:
        return FileDrop(self.root)

    def add(self, name: str, files: Mapping[str, bytes]) -> str:
        place = self.root / name
        for path, data in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
        (place / "datapackage.json").write_text(json.dumps(descriptor(files)))
        self.sign(place)
        return name.replace("%", "%25")

    def sign(self, place: Path) -> None:
        files = [p for p in place.rglob("*") if p.is_file() and p.name != "manifest.json"]
        hashes = {p.relative_to(place).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
        (place / "manifest.json").write_text(json.dumps(hashes))

    def change(self, guid: str, path: str, data: bytes) -> None:
        self.change_in_place(guid, path, data)
        self.sign(self.root / guid)

    def change_in_place(self, guid: str, path: str, data: bytes) -> None:
        (self.root / guid / path).write_bytes(data)

    def remove(self, guid: str) -> None:
        shutil.rmtree(self.root / guid)

    def break_listing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        calls = []

        def look(fd: int) -> folder.Content:
            calls.append(fd)
            if len(calls) == 4:
                raise PermissionError(13, "denied", "b")
            return folder.look(fd)

        monkeypatch.setattr(file_drop, "look", look)

    def outside(self) -> bytes:
        self.add("real", {"t.csv": b"x\r\n"})
        os.symlink(self.secret, self.root / "linked")
        os.symlink(self.secret / "t.csv", self.root / "real" / "u.csv")
        os.symlink(self.secret, self.root / "real" / "sub")
        digest = hashlib.sha256(b"secret\r\n").hexdigest()
        manifest = {"t.csv": digest, "u.csv": digest, "sub/t.csv": digest, "../outside/t.csv": digest}
        (self.root / "real" / "manifest.json").write_text(json.dumps(manifest))
        return b"secret\r\n"


@pytest.fixture
def world(tmp_path: Path) -> DropFolder:
    return DropFolder(tmp_path)


@pytest.fixture
def stage(tmp_path: Path) -> WatchedStage:
    return WatchedStage(Stage(tmp_path / "stage"))


class TestContract(SourceContract):
    """The suite itself."""


def fetch(world: DropFolder, guid: str, stage: WatchedStage) -> Delivery:
    return world.source().fetch(Ref(guid), stage)


def faults(delivery: Delivery) -> list[tuple[str, str | None, Any]]:
    return [(f.code, f.file, f.params.get("reason")) for f in delivery.findings]


def test_a_missing_folder_is_unavailable_not_empty(tmp_path: Path, stage: WatchedStage) -> None:
    for path in (tmp_path / "none", tmp_path / ("x" * 400)):
        with pytest.raises(SourceUnavailable):
            listing(FileDrop(path))
        with pytest.raises(SourceUnavailable):
            FileDrop(path).fetch(Ref("a"), stage)


def test_the_root_may_be_a_delivery_and_a_bad_one_hides_no_other(world: DropFolder, stage: WatchedStage) -> None:
    world.add("a", {"t.csv": b"x\r\n"})
    (world.root / "manifest.json").write_text("{}")
    assert [ref.guid for ref in listing(world.source())] == [".", "a"]
    assert faults(fetch(world, ".", stage)) == [("M-03", "datapackage.json", "missing")]
    assert faults(fetch(world, "a", stage)) == []


def test_depth_three_is_the_last(world: DropFolder, stage: WatchedStage) -> None:
    world.add("1/2/3", {"t.csv": b"x\r\n", "part/u.csv": b"y\r\n"})
    world.add("1/2/3/4", {"v.csv": b"z\r\n"})
    world.add("x/2/3/4", {"v.csv": b"z\r\n"})
    world.sign(world.root / "1/2/3")
    assert [ref.guid for ref in listing(world.source())] == ["1/2/3"]
    assert {"4/v.csv", "part/u.csv"} < {f.path for f in fetch(world, "1/2/3", stage).files}
    with pytest.raises(ItemVanished):
        fetch(world, "x/2/3/4", stage)


def test_no_manifest_is_returned_and_all_is_staged(world: DropFolder, stage: WatchedStage) -> None:
    guid = world.add("a", {"t.csv": b"x\r\n"})
    (world.root / "a/manifest.json").unlink()
    delivery = fetch(world, guid, stage)
    assert faults(delivery) == [("M-01", "manifest.json", "missing")]
    assert [f.path for f in delivery.files] == ["datapackage.json", "t.csv"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not_json"),
        (b"[1]", "not_object"),
        (b'{"t.csv": 5}', "bad_entry"),
        (b'{"t.csv": "abc"}', "bad_entry"),
        (b'{"t.csv": "%064d", "t.csv": "%064d"}' % (1, 2), "duplicate_key"),
        ('{"表": "'.encode("gb18030"), "not_utf8"),
        (b" " * (6 << 20), "too_large"),
    ],
)
def test_an_unreadable_manifest(world: DropFolder, stage: WatchedStage, raw: bytes, reason: str) -> None:
    guid = world.add("a", {"t.csv": b"x\r\n"})
    (world.root / "a/manifest.json").write_bytes(raw)
    assert faults(fetch(world, guid, stage)) == [("M-01", "manifest.json", reason)]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "not_json"),
        (b'{"a": NaN}', "bad_number"),
        (b"null", "not_object"),
        ('{"标题": 1}'.encode("gb18030"), "not_utf8"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 80 + b"1" + b"}" * 80, "too_deep"),
        (b'{"a": "\\ud800"}', "bad_text"),
        (b'{"a": ["x\\u0000"]}', "bad_text"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'{"a": ' + b"9" * 5000 + b"}", "bad_number"),
        (b'"' + b"x" * (5 << 20) + b'"', "too_large"),
    ],
)
def test_an_unreadable_descriptor(world: DropFolder, stage: WatchedStage, raw: bytes, reason: str) -> None:
    guid = world.add("a", {"t.csv": b"x\r\n"})
    (world.root / "a/datapackage.json").write_bytes(raw)
    world.sign(world.root / "a")
    delivery = fetch(world, guid, stage)
    assert ("M-03", "datapackage.json", reason) in faults(delivery)
    assert delivery.descriptor == {}


def test_a_byte_order_mark_is_no_fault(world: DropFolder, stage: WatchedStage) -> None:
    guid = world.add("a", {"t.csv": b"x\r\n"})
    for name in ("datapackage.json", "manifest.json"):
        path = world.root / "a" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        if name == "datapackage.json":
            world.sign(world.root / "a")
    assert faults(fetch(world, guid, stage)) == []


def test_what_the_manifest_names_but_the_folder_lacks(world: DropFolder, stage: WatchedStage) -> None:
    guid = world.add("a", {"t.csv": b"x\r\n", "half.csv": b"whole", "gone.csv": b"y", "pipe.csv": b"z"})
    place = world.root / "a"
    (place / "half.csv").write_bytes(b"wh")
    (place / "gone.csv").unlink()
    (place / "pipe.csv").unlink()
    os.mkfifo(place / "pipe.csv")
    (place / "extra.csv").write_bytes(b"extra")
    delivery = fetch(world, guid, stage)
    assert faults(delivery) == [
        ("M-02", "gone.csv", "missing"),
        ("M-02", "half.csv", "differs"),
        ("M-02", "pipe.csv", "not_a_file"),
        ("M-04", "extra.csv", None),
    ]
    assert delivery.findings[-1].severity is Severity.WARN
    assert [f.path for f in delivery.files] == ["datapackage.json", "manifest.json", "t.csv"]


@pytest.mark.parametrize("name", ["a\\b.csv", "c:x.csv", "end.csv ", "end.", "tab\t.csv"])
def test_names_that_are_not_portable(world: DropFolder, stage: WatchedStage, name: str) -> None:
    guid = world.add("a", {name: b"x\r\n"})
    assert [(c, r) for c, _, r in faults(fetch(world, guid, stage))] == [("M-02", "bad_name")]


@pytest.mark.parametrize("name", ["con.csv", "sub/NUL", "lpt1/a.csv"])
def test_names_that_windows_keeps_are_called_so(world: DropFolder, stage: WatchedStage, name: str) -> None:
    """There is no character in them that could be taken out."""
    guid = world.add("a", {name: b"x\r\n"})
    assert [(c, r) for c, _, r in faults(fetch(world, guid, stage))] == [("M-02", "reserved_name")]


def test_two_files_that_some_systems_take_for_one(world: DropFolder, stage: WatchedStage) -> None:
    guid = world.add("a", {"T.csv": b"1", "t.csv": b"2", "caf\u00e9.csv": b"3", "cafe\u0301.csv": b"4"})
    assert {r for _, _, r in faults(fetch(world, guid, stage))} == {"same_name"}


def test_ignored_names_are_no_part(world: DropFolder, stage: WatchedStage) -> None:
    guid = world.add("a", {"t.csv": b"x\r\n"})
    (ref,) = listing(world.source())
    for name in (
        ".DS_Store",
        "~$t.xlsx",
        "Thumbs.db",
        "t.csv.part",
        "t.csv~",
        "desktop.ini",
        ".git/x/datapackage.json",
    ):
        (world.root / "a" / name).parent.mkdir(parents=True, exist_ok=True)
        (world.root / "a" / name).write_bytes(b"")
    assert listing(world.source()) == [ref]
    assert faults(fetch(world, guid, stage)) == []


def test_gbk_names(world: DropFolder, stage: WatchedStage) -> None:
    """A folder unpacked from a Windows archive keeps one guid; a file's name is shown as it was meant."""
    place = os.path.join(os.fsencode(world.root), "山东".encode("gbk"))
    os.mkdir(place)
    for name, data in (("表.csv".encode("gbk"), b"x"), (b"datapackage.json", b"{}"), (b"manifest.json", b"{}")):
        with open(os.path.join(place, name), "wb") as f:
            f.write(data)
    (ref,) = listing(world.source())
    assert ref.guid == "%C9%BD%B6%AB"
    assert ("M-04", "表.csv", None) in faults(world.source().fetch(ref, stage))


def test_every_name_has_one_guid(world: DropFolder, stage: WatchedStage) -> None:
    names = (b"%C9", b"\xc9", b"a\nb", b"%250", b"-")
    for name in names:
        place = os.path.join(os.fsencode(world.root), name)
        os.mkdir(place)
        with open(os.path.join(place, b"manifest.json"), "wb") as f:
            f.write(b"{}")
    refs = listing(world.source())
    assert len(refs) == len(names)
    for ref in refs:
        assert world.source().fetch(ref, stage).guid == ref.guid


def test_too_many_files_fail_that_item_alone(
    world: DropFolder, stage: WatchedStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_drop, "MAX_FILES", 5)
    world.add("big", {f"{i}.csv": b"x" for i in range(6)})
    world.add("small", {"t.csv": b"x"})
    big, small = listing(world.source())
    assert big.mark is None
    assert small.mark is not None
    with pytest.raises(TooLarge):
        world.source().fetch(big, stage)
    monkeypatch.setattr(file_drop, "MAX_BYTES", 3)
    with pytest.raises(TooLarge):
        world.source().fetch(small, stage)


def test_a_huge_manifest_names_no_million_faults(world: DropFolder, stage: WatchedStage) -> None:
    guid = world.add("a", {"t.csv": b"x"})
    (world.root / "a/manifest.json").write_text(json.dumps({f"{i}.csv": "0" * 64 for i in range(3000)}))
    with pytest.raises(TooLarge):
        fetch(world, guid, stage)


def test_a_folder_swapped_for_a_link_is_gone(world: DropFolder, stage: WatchedStage) -> None:
    guid = world.add("a", {"t.csv": b"x\r\n"})
    (ref,) = listing(world.source())
    world.remove(guid)
    os.symlink(world.secret, world.root / "a")
    with pytest.raises(ItemVanished):
        world.source().fetch(ref, stage)
    assert listing(world.source()) == []


def test_a_file_swapped_for_a_link_while_fetching(world: DropFolder, stage: WatchedStage) -> None:
    guid = world.add("a", {"t.csv": b"x\r\n"})

    def swap(path: str) -> None:
        if path == "datapackage.json":
            (world.root / "a/t.csv").unlink()
            os.symlink(world.secret / "t.csv", world.root / "a/t.csv")

    stage.before = swap
    assert ("M-02", "t.csv", "changed") in faults(fetch(world, guid, stage))
    assert not stage.stage.has(hashlib.sha256(b"secret\r\n").hexdigest())
