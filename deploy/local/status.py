"""``./portal status [--json]`` and ``./portal logs``: how the portal is, without changing anything."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from deploy.local import configure, harvest, harvest_cli, sources
from deploy.local.inside import Inside
from deploy.local.place import Place
from deploy.local.say import Failure, say, table
from deploy.local.services import NAMES, Services

COUNTS = {
    "datasets": "数据集",
    "releases": "发布版次",
    "held": "待审核",
    "returned": "已退回",
    "sources": "来源",
}


def look(place: Place) -> dict[str, Any]:
    """url, services, counts, heartbeats, runs, sources, alerts. Counts are None where they cannot be asked; an alert
    says why."""
    services = Services(place)
    states = services.states()
    counts: dict[str, int | None] = dict.fromkeys(COUNTS)
    alive: dict[str, Any] = {"heartbeats": {}, "runs": [], "sources": []}
    alerts: list[Any] = [
        {"code": "service_down", "service": name, "message": f"服务 {name} 没有运行（{state}）。"}
        for name, state in states.items()
        if state != "RUNNING"
    ]
    if not services.alive():
        alerts = [{"code": "portal_down", "message": "门户没有在运行；启动：./portal up。"}]
    if states.get("postgres") == states.get("redis") == "RUNNING":
        try:
            with Inside(place) as portal:
                figures = portal.call("figures")
            counts |= figures["counts"]
            alerts += figures["alerts"]
            alive = {key: figures[key] for key in alive}
        except Failure as failure:
            alerts.append({"code": "counts_unavailable", "message": failure.what})
    alerts += sources.unseen(place)
    ports = place.known_ports()
    return {
        "url": configure.site_url(ports) if ports else None,
        "services": {name: states.get(name, "STOPPED") for name in NAMES},
        "counts": counts,
        **alive,
        "alerts": alerts,
    }


def status(place: Place, arguments: list[str]) -> int:
    """Exit 0 if every service runs, 3 if not (as ``systemctl status`` does)."""
    found = look(place)
    if "--json" in arguments:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(f"地址：{found['url'] or '-'}")
        print(table(("服务", "状态"), list(found["services"].items())))
        shown = {zh: found["counts"].get(key) for key, zh in COUNTS.items()}
        print("  ".join(f"{zh} {'-' if n is None else n}" for zh, n in shown.items()))
        _show_work(found)
        for alert in found["alerts"]:
            print("告警：" + _words(alert))
    return 0 if all(state == "RUNNING" for state in found["services"].values()) else 3


def _show_work(found: dict[str, Any]) -> None:
    """Heartbeats, runs under way, and when each source runs next."""
    for name, zh in (("scheduler", "定时程序"), ("worker", "工作进程")):
        if beat := found["heartbeats"].get(name):
            age = beat["age_seconds"]
            print(f"{zh}：" + (f"{age} 秒前有动静" if age is not None else "没有动静"))
    for run in found["runs"]:
        print(f"进行中：{run['title']}（{run['source']}）{run['progress']}")
    rows = [(s["name"], s["schedule_words"], harvest_cli.shown(s["next_run"]), _last(s)) for s in found["sources"]]
    if rows:
        print(table(("来源", "采集时间", "下一次", "最近一次"), rows))


def _last(source: dict[str, Any]) -> str:
    last = source["last_run"]
    if not last:
        return "尚未采集"
    state = harvest.STATES.get(last["state"], last["state"])
    return f"{harvest_cli.shown(last['created'])} {state}" + (
        f"：{source['last_error']}" if source["last_error"] else ""
    )


def _words(alert: dict[str, Any]) -> str:
    if "message" not in alert:
        return f"{'、'.join(alert['codes'])} {alert['title']}（来源 {alert['source']}）"
    return str(alert["message"]) + (f"。处理：{alert['fix']}" if alert.get("fix") else "")


def logs(place: Place, arguments: list[str]) -> int:
    """``logs [-f] [SERVICE…]``: the last lines of the logs; becomes tail."""
    follow = "-f" in arguments
    wanted = [a for a in arguments if a != "-f"]
    known = sorted(p.stem for p in (place.home / "log").glob("*.log"))
    for name in wanted:
        if name not in known:
            raise Failure(f"没有“{name}”的日志。", f"可看的日志：{'、'.join(known)}。")
    files = [str(place.home / "log" / f"{name}.log") for name in wanted or [n for n in known if n in NAMES]]
    if not files:
        say("还没有日志。")
        return 0
    sys.stdout.flush()
    os.execvp("tail", ["tail", "-n", "100" if wanted else "15", *(["-F"] if follow else []), *files])
