"""``./portal harvest list · add · run · dry-run · schedule · review``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from deploy.local import harvest, sources
from deploy.local.inside import Inside
from deploy.local.place import Place
from deploy.local.say import Failure, say, table
from deploy.local.services import Services
from harvesters.catalogue import codelists
from harvesters.contract import SHANGHAI
from harvesters.messages import fix, sentence
from harvesters.schedule import DEFAULT, Schedule, ScheduleUnreadable, parse

LISTED = ("name", "kind", "owner_org", "title", "review_mode", "schedule")


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="./portal harvest", description="数据来源：登记、采集、试采、安全审查")
    commands = top.add_subparsers(dest="command", required=True, metavar="list|add|run|dry-run|schedule|review")
    commands.add_parser("list", help="列出来源")
    add = commands.add_parser("add", help="登记来源（首次 up 之前也可以）")
    add.add_argument("kind", help="种类，如 file_drop")
    add.add_argument("--owner", required=True, metavar="ORG", help="部门代号，如 demo")
    add.add_argument("--name", help="来源名称；默认取文件夹名")
    add.add_argument("--title", help="显示名称")
    add.add_argument("--schedule", help=f"何时自动采集，默认“{DEFAULT}”；停用写 off")
    add.add_argument("--delegated", action="store_true", help="授权：安全审查已通过，检查合格即发布")
    add.add_argument("target", metavar="PATH|NAME", help="文件夹，或 $SD_HOME/sources/ 下的文件夹名")
    for name, text in (("run", "采集一次"), ("dry-run", "试采：只检查，不发布")):
        commands.add_parser(name, help=text).add_argument("name")
    when = commands.add_parser("schedule", help="查看或更改来源的采集时间")
    when.add_argument("name")
    when.add_argument("schedule", nargs="?", help="如“每天 02:00”“工作日 08:30-17:30 每 30 分钟”“每周一 06:00”“off”")
    review = commands.add_parser("review", help="登记一次通过的安全审查")
    review.add_argument("name")
    review.add_argument("--officer", required=True, help="审查人")
    review.add_argument("--open-type", action="append", choices=sources.OPEN_TYPES, help="审查所及的开放类型")
    return top


def main(place: Place, arguments: list[str]) -> int:
    asked = parser().parse_args(arguments)
    place.make_folders()
    handlers: dict[str, Callable[[Place, argparse.Namespace], int]] = {
        "list": show,
        "add": add,
        "run": run,
        "dry-run": dry_run,
        "schedule": schedule,
        "review": review,
    }
    return handlers[asked.command](place, asked)


def add(place: Place, asked: argparse.Namespace) -> int:
    plan = _parsed(asked.schedule or DEFAULT)
    source = sources.describe(place, asked.kind, asked.target, asked.owner, asked.name, asked.title, asked.delegated)
    source["schedule"] = plan.text
    running = Services(place).alive()
    if running:
        with Inside(place) as portal:
            _known_owner(asked.owner, portal.call("organisations"))
            found = sources.deliveries(source)
            sources.store(place, source)
            ready = {**source, "path": str(sources.reachable(place, source["name"], Path(source["path"])))}
            portal.call("register", sources=[ready])
            plan = parse(portal.call("schedule", name=source["name"], text=asked.schedule)["schedule"])
    else:
        _known_owner(asked.owner, list(codelists.offices()))
        found = sources.deliveries(source)
        sources.store(place, source)
    say(f"已登记来源 {source['name']}（{source['title']}）：{source['path']}，现有交付 {found} 份。")
    if found == 0:
        say("提示：文件夹里还没有交付。一份交付是一个含 datapackage.json 与 manifest.json 的文件夹。")
    if not asked.delegated:
        say("未授权直接发布：检查合格的首次交付等审核员确认（待审核）。")
    coming = plan.next_after(dt.datetime.now(dt.UTC))
    say(f"自动采集：{plan.words()}" + (f"，下一次 {shown(coming)}。" if coming else "。"))
    say(f"现在就采集：./portal harvest run {source['name']}" if running else "现在就采集：./portal up")
    if running:
        for alert in sources.unseen(place):
            if alert["source"] == source["name"]:
                say(f"注意：{alert['message']}\n处理：{alert['fix']}")
    return 0


def _known_owner(owner: str, known: list[str]) -> None:
    if owner not in known:
        raise Failure(
            f"没有代号为“{owner}”的部门。", f"部门代号例如：demo、{'、'.join(known[:5])}；全部见门户的“部门”页。"
        )


def _running(place: Place) -> None:
    if not Services(place).alive():
        raise Failure("门户没有在运行。", "先运行 ./portal up。")


def run(place: Place, asked: argparse.Namespace) -> int:
    _running(place)
    with Inside(place) as portal:
        harvest.register_all(place, portal)
        _known(portal, asked.name)
        progress = harvest.follow(portal, portal.call("start_one", name=asked.name, trigger="cli"), place)
    print(harvest.summary(progress))
    for words in (faults := harvest.broken(progress)):
        say(f"错误：{words}。\n处理：门户上该来源的页面（/source/{asked.name}）列出每一项的原因，改正后再运行一次。")
    return 1 if faults else 0


def dry_run(place: Place, asked: argparse.Namespace) -> int:
    """Judge everything in the source now, publish nothing, remember nothing."""
    _running(place)
    with Inside(place) as portal:
        harvest.register_all(place, portal)
        _known(portal, asked.name)
        rows = portal.call("dry_run", name=asked.name)
    print(table(("交付", "结果", "说明"), [(r["guid"], harvest.COLUMNS[r["outcome"]], r["words"]) for r in rows]))
    return 0


def schedule(place: Place, asked: argparse.Namespace) -> int:
    """Shows it, or changes it at once; what was registered before the first ``up`` changes in its file."""
    plan = _parsed(asked.schedule) if asked.schedule is not None else None
    path = sources.file_of(place, asked.name)
    if Services(place).alive():
        with Inside(place) as portal:
            _known(portal, asked.name)
            found = portal.call("schedule", name=asked.name, text=plan.text if plan else None)
        words, coming = found["schedule_words"], found["next_run"]
        stored = parse(found["schedule"])
    elif path.exists():
        stored = plan or parse(json.loads(path.read_text("utf-8")).get("schedule", DEFAULT))
        words, coming = stored.words(), stored.next_after(dt.datetime.now(dt.UTC))
    else:
        raise Failure("门户没有在运行。", "先运行 ./portal up。")
    if plan and path.exists():
        sources.store(place, {**json.loads(path.read_text("utf-8")), "schedule": plan.text})
    print(f"{asked.name}：{words}（{stored.text}）" + (f"，下一次 {shown(coming)}" if coming else ""))
    return 0


def _parsed(text: str) -> Schedule:
    try:
        return parse(text)
    except ScheduleUnreadable as error:
        raise Failure(sentence(error.code, error.params) + "。", fix(error.code, error.params) + "。") from error


def shown(moment: dt.datetime | str | None) -> str:
    """A moment in Shandong's time, as a person reads it."""
    if not moment:
        return "-"
    there = dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{there.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def review(place: Place, asked: argparse.Namespace) -> int:
    passed = sources.granted(asked.officer, asked.open_type or ("unconditional",))
    path = sources.file_of(place, asked.name)
    running = Services(place).alive()
    if path.exists():
        source = json.loads(path.read_text("utf-8"))
        sources.store(place, {**source, "reviews": [*source["reviews"], passed]})
    elif not running:
        raise Failure(f"没有名为“{asked.name}”的已登记来源。", "运行 ./portal harvest list 查看。")
    if running:
        with Inside(place) as portal:
            _known(portal, asked.name)
            portal.call("review", source=asked.name, officer=asked.officer, open_types=passed["open_types"])
    say(f"已登记安全审查：{asked.name}，{asked.officer}，{passed['date']}。")
    return 0


def _known(portal: Inside, name: str) -> None:
    known = [source["name"] for source in portal.call("sources")]
    if name not in known:
        raise Failure(f"没有名为“{name}”的来源。", f"现有来源：{'、'.join(known)}。")


def show(place: Place, asked: argparse.Namespace) -> int:
    if not Services(place).alive():
        rows = [
            (s["name"], s["kind"], s["owner_org"], s["title"], s["review_mode"], s.get("schedule", DEFAULT), "-")
            for s in _from_files(place)
        ]
    else:
        with Inside(place) as portal:
            rows = [(*(s[key] for key in LISTED), _last(s.get("last_run"))) for s in portal.call("sources")]
    print(table(("来源", "种类", "部门", "名称", "方式", "采集时间", "最近一次"), rows))
    return 0


def _from_files(place: Place) -> list[sources.Registration]:
    return [*sources.seeds(place), *sources.registered(place)]


def _last(run: dict[str, object] | None) -> str:
    return f"{harvest.STATES.get(str(run['state']), run['state'])} {str(run['created'])[:16]}" if run else "尚未采集"
