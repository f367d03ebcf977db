"""The seed harvest as work for a fault: every seed source with its deliveries, on the fault tests' own ground.

A medium part of the seed: at most ``MOST`` deliveries of at most ``SMALL`` bytes a source, with every outcome that a
seed can have; and behind them, where it is wanted, the ``LARGE`` one with its 62,074 rows in a slice of its own: a
harvest's time is mostly the time of its large tables, so most kills of real life fall into one.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from ground import DAY, TIMING, wait_for
from portal import Portal

SEEDS = Path(__file__).resolve().parents[2] / "datasets_seed"
SMALL = 200_000
MOST = 8 if os.environ.get("SD_FAILURE") == "ci" else 3 * TIMING["slice_items"]
LARGE = "villages"


class Seed:
    seconds: float  # that the large table took without a fault

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.folder = portal.ground.home / "seed"
        self.sources = json.loads((SEEDS / "sources.json").read_text("utf-8"))
        self.sizes = {source["name"]: self._copy(source) for source in self.sources}
        # the one with most deliveries first: kills fall into it
        self.sources.sort(key=lambda source: (-self.sizes[source["name"]], source["name"]))

    def _copy(self, source: dict[str, str]) -> int:
        target = self.folder / source["name"]
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        places = [place for place in sorted((SEEDS / source["path"]).iterdir()) if place.is_dir()]
        chosen = [place for place in places if place.name < LARGE and _small(place)][:MOST]
        for place in chosen:
            shutil.copytree(place, target / place.name)
        return len(chosen)

    @property
    def largest(self) -> int:
        """Deliveries of the source that is harvested first."""
        return max(self.sizes.values())

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    def start(self, large: bool = False) -> None:
        """An empty portal, the sources registered and reviewed as ``./portal up`` does, a run of each begun."""
        self.portal.ground.empty()
        first = self.sources[0]
        place = self.folder / first["name"] / LARGE
        shutil.rmtree(place, ignore_errors=True)
        if large:
            shutil.copytree(SEEDS / first["path"] / LARGE, place)
        from ckanext.sdopendata import ledger

        with self.portal.inside():
            for source in self.sources:
                name, path = source["name"], str(self.folder / source["name"])
                facts = (source["owner_org"], source["title"], source.get("review_mode", "manual"))
                ledger.register_source(name, source["kind"], {"path": path}, *facts, None, "off")
                ledger.store_review(name, "operator", DAY, ["unconditional"])
                ledger.start_run(name, "test")

    def done(self) -> int:
        return int(self.portal.ground.one("SELECT coalesce(sum(done), 0) FROM sd_run"))

    def reach(self, items: int) -> None:
        wait_for(f"{items} items are done", lambda: self.done() >= items, 120)

    def reach_large(self, done: bool = False) -> None:
        """The large table is next in its source, or done too."""
        query, source = "SELECT done FROM sd_run WHERE source = %s", self.sources[0]["name"]
        wanted = self.largest + done
        wait_for("the large table", lambda: self.portal.ground.one(query, source) >= wanted, 120)

    def finish(self) -> None:
        """All runs end by themselves; then what they promised is kept."""
        open_runs = "SELECT count(*) FROM sd_run WHERE finished IS NULL"
        wait_for("all runs end", lambda: self.portal.ground.one(open_runs) == 0, 200)
        self.portal.settled()


def _small(place: Path) -> bool:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) <= SMALL
