"""The seed harvest as work for a fault: every seed source with its deliveries, on the fault tests' own ground.

A medium part of the seed: deliveries of at most ``LARGEST`` bytes (without the 62,074 rows of villages, whose loading
alone would take longer than all the kills), at most ``MOST`` a source; every outcome that a seed can have is in it.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from ground import DAY, wait_for
from portal import Portal

SEEDS = Path(__file__).resolve().parents[2] / "datasets_seed"
LARGEST = 200_000
MOST = 8 if os.environ.get("SD_FAILURE") == "ci" else 14


class Seed:
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
        chosen = [place for place in sorted((SEEDS / source["path"]).iterdir()) if place.is_dir() and _small(place)]
        for place in chosen[:MOST]:
            shutil.copytree(place, target / place.name)
        return len(chosen[:MOST])

    @property
    def largest(self) -> int:
        """Deliveries of the source that is harvested first."""
        return max(self.sizes.values())

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    def start(self) -> None:
        """An empty portal, the sources registered and reviewed as ``./portal up`` does, a run of each begun."""
        self.portal.ground.empty()
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

    def finish(self) -> None:
        """All runs end by themselves; then what they promised is kept."""
        open_runs = "SELECT count(*) FROM sd_run WHERE finished IS NULL"
        wait_for("all runs end", lambda: self.portal.ground.one(open_runs) == 0, 200)
        self.portal.settled()


def _small(place: Path) -> bool:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) <= LARGEST
