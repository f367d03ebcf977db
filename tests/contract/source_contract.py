"""What every kind of source must do, whatever system it reads. A kind passes by subclassing :class:`SourceContract` and
giving it a :class:`World`: the means to put items into such a system, change them, take them away and break it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, Protocol

import pytest

from harvesters.contract import Capability, Delivery, Ref, Severity, Source, StagedFile
from harvesters.errors import ItemVanished, SourceMisconfigured, SourceUnavailable
from harvesters.pipeline import listing
from harvesters.sources import registry
from harvesters.stage import Stage

NAMES = ("一期/公路客运站", "b 空格 item", "a", "名" * 60, "100%", "ends.with.dots")
HOSTILE_GUIDS = (
    "..",
    "../outside",
    "/etc",
    "a/../../outside",
    "a//b",
    "",
    "\0",
    "a\0b",
    "x" * 5000,
    "./a",
    "a/.",
    "%2e%2e/x",
)


class World(Protocol):
    """A system of a department, as far as the suite must set it up. ``add`` answers the guid the item will have."""

    options: Mapping[str, object]
    bad_options: tuple[Mapping[str, object], ...]

    def source(self) -> Source: ...

    def add(self, name: str, files: Mapping[str, bytes]) -> str: ...

    def change(self, guid: str, path: str, data: bytes) -> None:
        """Another content of one file, properly handed over."""
        ...

    def change_in_place(self, guid: str, path: str, data: bytes) -> None:
        """The bytes only, while someone may be reading."""
        ...

    def remove(self, guid: str) -> None: ...

    def break_listing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on only part of the system can be read."""
        ...

    def outside(self) -> bytes | None:
        """The content of something near the system that no item may ever contain."""
        ...


class WatchedStage:
    """A stage that tells when something is put, and can act in the middle of it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.paths: list[str] = []
        self.before: Callable[[str], None] = lambda path: None
        self.during: Callable[[str], None] = lambda path: None

    def put(self, path: str, stream: IO[bytes]) -> StagedFile:
        self.paths.append(path)
        self.before(path)
        first = stream.read(1)
        self.during(path)
        return self.stage.put(path, io.BytesIO(first + stream.read()))


def sound(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {"表.csv": "代码,名称\r\n001,济南\r\n".encode(), **files}


class SourceContract:
    """Subclass it, and give a fixture ``world``."""

    @pytest.fixture
    def stage(self, tmp_path: Path) -> WatchedStage:
        return WatchedStage(Stage(tmp_path / "contract-stage"))

    def fetch(self, world: World, guid: str, stage: WatchedStage) -> Delivery:
        ref = next(ref for ref in world.source().list() if ref.guid == guid)
        return world.source().fetch(ref, stage)

    def test_is_built_from_its_options(self, world: World) -> None:
        source = registry.build(world.source().kind, world.options)
        assert source.kind == world.source().kind
        assert source.capabilities <= frozenset(Capability)

    def test_refuses_bad_options_before_any_work(self, world: World) -> None:
        kind = world.source().kind
        for options in ({}, {**world.options, "unheard_of": 1}, *world.bad_options):
            with pytest.raises(SourceMisconfigured) as e:
                registry.build(kind, options)
            assert e.value.params["option"]

    def test_lists_nothing_where_nothing_is(self, world: World) -> None:
        assert listing(world.source()) == []

    def test_lists_every_item_once_in_order_and_the_same_again(self, world: World) -> None:
        guids = [world.add(name, sound({})) for name in NAMES]
        refs = listing(world.source())
        assert [ref.guid for ref in refs] == sorted(guids)
        assert listing(world.source()) == refs

    def test_listing_is_complete_or_raises(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in NAMES:
            world.add(name, sound({}))
        world.break_listing(monkeypatch)
        with pytest.raises(SourceUnavailable):
            listing(world.source())

    def test_hands_over_the_bytes_as_they_are(self, world: World, stage: WatchedStage) -> None:
        files = sound({"附 件/说明（一）.csv": b"\xff\xfe\x00raw\r\n", "empty.csv": b""})
        guid = world.add("a", files)
        delivery = self.fetch(world, guid, stage)
        assert delivery.guid == guid
        assert not delivery.signed
        assert [f for f in delivery.findings if f.severity is Severity.BLOCK] == []
        assert isinstance(delivery.descriptor["resources"], list)
        by_path = {f.path: f for f in delivery.files}
        assert len(by_path) == len(delivery.files)
        for path, data in files.items():
            assert by_path[path].sha256 == hashlib.sha256(data).hexdigest()
            assert by_path[path].size == len(data)
            with stage.stage.open(by_path[path].sha256) as stream:
                assert stream.read() == data

    def test_fetching_again_gives_the_same(self, world: World, stage: WatchedStage) -> None:
        guid = world.add("a", sound({}))
        assert self.fetch(world, guid, stage) == self.fetch(world, guid, stage)

    def test_mark_stays_with_the_content_and_changes_with_it(self, world: World, stage: WatchedStage) -> None:
        if Capability.MARKS not in world.source().capabilities:
            pytest.skip("this kind has no marks: everything is fetched")
        one, other = world.add("a", sound({})), world.add("b", sound({}))
        delivery = self.fetch(world, one, stage)
        before = {ref.guid: ref.mark for ref in listing(world.source())}
        assert None not in before.values()
        assert delivery.mark == before[one]
        assert {ref.guid: ref.mark for ref in listing(world.source())} == before
        world.change(one, "表.csv", "代码,名称\r\n002,青岛\r\n".encode())
        after = {ref.guid: ref.mark for ref in listing(world.source())}
        assert after[one] != before[one]
        assert after[other] == before[other]
        assert self.fetch(world, one, stage).mark == after[one]

    def test_same_size_change_right_after_a_fetch_shows(self, world: World, stage: WatchedStage) -> None:
        guid = world.add("a", {"t.csv": b"x\r\n1\r\n"})
        for n in range(5):
            mark = self.fetch(world, guid, stage).mark
            world.change(guid, "t.csv", b"x\r\n%d\r\n" % (n + 2))
            assert {ref.guid: ref.mark for ref in listing(world.source())}[guid] != mark

    def test_a_vanished_item_is_named_so(self, world: World, stage: WatchedStage) -> None:
        guid = world.add("a", sound({}))
        world.add("b", sound({}))
        (ref,) = [ref for ref in listing(world.source()) if ref.guid == guid]
        world.remove(guid)
        with pytest.raises(ItemVanished):
            world.source().fetch(ref, stage)
        assert guid not in [ref.guid for ref in listing(world.source())]

    @pytest.mark.parametrize("guid", HOSTILE_GUIDS, ids=lambda g: ascii(g)[:20])
    def test_hostile_guids_are_nothing(self, world: World, stage: WatchedStage, guid: str) -> None:
        world.add("a", sound({}))
        with pytest.raises(ItemVanished):
            world.source().fetch(Ref(guid), stage)
        assert stage.paths == []

    def test_a_file_that_changes_while_it_is_read_is_not_whole(self, world: World, stage: WatchedStage) -> None:
        guid = world.add("a", {"t.csv": b"x\r\n1\r\n", "u.csv": b"x\r\n2\r\n"})

        def disturb(path: str) -> None:
            if path == "t.csv":
                world.change_in_place(guid, "t.csv", b"x\r\n9\r\n")

        stage.during = disturb
        delivery = self.fetch(world, guid, stage)
        assert "t.csv" not in [f.path for f in delivery.files]
        assert "u.csv" in [f.path for f in delivery.files]
        assert [(f.file, f.severity) for f in delivery.findings] == [("t.csv", Severity.BLOCK)]
        assert delivery.mark != {ref.guid: ref.mark for ref in listing(world.source())}[guid]

    def test_an_item_that_goes_while_it_is_read_is_not_whole(self, world: World, stage: WatchedStage) -> None:
        guid = world.add("a", {"t.csv": b"x\r\n1\r\n"})

        def disturb(path: str) -> None:
            if path == "t.csv":
                world.remove(guid)

        stage.before = disturb
        try:
            delivery = self.fetch(world, guid, stage)
        except ItemVanished:
            return
        assert [f.severity for f in delivery.findings if f.file == "t.csv"] == [Severity.BLOCK]
        assert "t.csv" not in [f.path for f in delivery.files]

    def test_nothing_outside_is_ever_handed_over(self, world: World, stage: WatchedStage) -> None:
        secret = world.outside()
        if secret is None:
            pytest.skip("this kind of system has no outside")
        for ref in listing(world.source()):
            world.source().fetch(ref, stage)
        assert not stage.stage.has(hashlib.sha256(secret).hexdigest())


def descriptor(files: Mapping[str, bytes]) -> dict[str, Any]:
    """A minimal datapackage.json for some files; whether it is good enough is the gate's business."""
    resources = [{"name": f"t{i}", "path": path, "schema": {"fields": []}} for i, path in enumerate(files)]
    return {"name": "d", "sd:record": {"title": "样例"}, "resources": resources}
