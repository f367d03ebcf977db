"""Running sources from the command line: register, start, show how far they are, sum up."""

from __future__ import annotations

import sys
import time
from typing import Any

from deploy.local import sources
from deploy.local.inside import Inside
from deploy.local.place import Place
from deploy.local.say import Failure, say, table
from harvesters.messages import sentence

Progress = dict[str, dict[str, Any]]
COLUMNS = {
    "published": "已发布",
    "unchanged": "未变",
    "held": "待审核",
    "returned": "已退回",
    "skipped": "跳过",
    "failed": "失败",
}
STATES = {"queued": "排队", "running": "进行中", "finished": "完成", "partial": "部分失败", "failed": "失败"}
PATIENCE = 120  # seconds without any progress: then the worker is not working


def register_all(place: Place, portal: Inside) -> list[str]:
    """Seeds and the operator's sources, as their files say; the names."""
    registrations = [*sources.seeds(place), *sources.registered(place)]
    portal.call("register", sources=registrations)
    return [source["name"] for source in registrations]


def follow(portal: Inside, runs: dict[str, str], place: Place) -> Progress:
    """Show the runs' progress until all have ended."""
    shown, since = "", time.monotonic()
    while True:
        progress: Progress = portal.call("progress", runs=runs)
        line = "   ".join(
            f"{name} {p['done']}/{'?' if p['total'] is None else p['total']}" for name, p in progress.items()
        )
        if line != shown:
            if sys.stderr.isatty():
                print(f"\r\033[K  {line}"[:200], end="", file=sys.stderr, flush=True)
            else:
                say(f"  {line}")
            shown, since = line, time.monotonic()
        if all(p["finished"] for p in progress.values()):
            if sys.stderr.isatty():
                say()
            return progress
        if time.monotonic() - since > PATIENCE:
            raise Failure(
                f"采集 {PATIENCE} 秒没有进展。",
                f"看 {place.home}/log/worker.log（./portal logs worker），处理后再运行一次；已完成的不会重做。",
            )
        time.sleep(0.2)


def summary(progress: Progress) -> str:
    """One row a source: what became of its items."""
    rows = [
        (name, *(p["counts"][outcome] for outcome in COLUMNS), STATES.get(p["state"], p["state"]))
        for name, p in sorted(progress.items())
    ]
    return table(("来源", *COLUMNS.values(), "状态"), rows)


def broken(progress: Progress) -> list[str]:
    """Words for every source that did not work or has failed items; empty = all well."""
    words = []
    for name, p in sorted(progress.items()):
        if p["state"] == "failed":
            error = p["error"] or {"code": "error", "params": {}}
            words.append(f"来源 {name} 没有跑完：{sentence(error['code'], error['params'])}")
        elif p["counts"]["failed"]:
            words.append(f"来源 {name} 有 {p['counts']['failed']} 项失败")
    return words


def published(progress: Progress) -> int:
    return sum(int(p["counts"]["published"]) for p in progress.values())
