"""``./portal up``: from whatever is there to a running, filled portal; run again, it changes nothing."""

from __future__ import annotations

import fcntl
import json
import shutil
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local import accounts, configure, database, harvest, install, solr
from deploy.local.inside import Inside
from deploy.local.place import Place
from deploy.local.say import Failure, say, step, wait_until
from deploy.local.services import AFTER_SETUP, Services, fingerprint

KEPT = ("tools", "sources", "test", ".lock")
SETUP_INPUTS = (
    "requirements.txt",
    "deploy/local/setup.py",
    "deploy/local/accounts.py",
    "harvesters/catalogue",
    "ckanext-sdopendata/ckanext/sdopendata/migration",
)


def up(place: Place) -> int:
    """Everything, then one harvest pass over all sources. 1 if something failed."""
    started = time.monotonic()
    with one_at_a_time(place):
        services, ports = base(place)
        with Inside(place) as portal:
            new = prepare(place, portal)
            names = harvest.register_all(place, portal)
            touched = serve(place, services, ports, ("web", "worker", "nginx"))
            say("采集并检查全部来源")
            runs = portal.call("start", names=names, trigger="up")
            # after the first runs are open, so that the clock does not start the same ones itself
            touched |= serve(place, services, ports, ("scheduler",))
            wait_web(place, ports)
            progress = harvest.follow(portal, runs, place)
            for name in AFTER_SETUP:
                services.wait_running(name)
    print(harvest.summary(progress))
    faults = harvest.broken(progress)
    for words in faults:
        say(f"错误：{words}。\n处理：看 ./portal logs worker，改正后再运行 ./portal up；已完成的不会重做。")
    if not (new or touched or harvest.published(progress) or faults):
        print("无变化：全部已是最新，没有新发布。")
    print(f"\n门户地址：{configure.site_url(ports)}\n{accounts.shown(place)}")
    print(f"账号的 API 令牌见 {place.home}/logins.json　总用时 {time.monotonic() - started:.0f} 秒")
    return 1 if faults else 0


@contextmanager
def one_at_a_time(place: Place) -> Iterator[None]:
    """Two ``up`` (or ``down``) at once would undo each other; the second is told so."""
    with (place.home / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("另一个 ./portal 命令正在进行。", "等它结束后再运行。") from None
        yield


def base(place: Place) -> tuple[Services, dict[str, int]]:
    """Folders, tools, configuration; then PostgreSQL, Redis and Solr answering and the databases there."""
    install.everything(place)
    place.make_folders()
    services = Services(place)
    running = services.alive()
    if running and (place.asked_port(running=True) or services.environment_changed()):
        services.stop()
        running = False
    if not running:
        services.stop_leftovers()  # they would hold our ports
    ports = place.known_ports() if running else place.choose_ports()
    changed = configure.write_all(place, ports)
    solr_changed = configure.solr_home(place)
    database.make_cluster(place)
    if not running:
        with step("启动 PostgreSQL、Redis、Solr"):
            services.start()
            wait_base(place, ports)
    else:
        if "supervisord.conf" in changed:
            services.reread()
        stale = {name.removesuffix(".conf").replace("postgresql", "postgres") for name in changed}
        stale |= {"solr"} if solr_changed else set()
        for name in ("postgres", "redis", "solr"):
            services.ensure_started(name, again=name in stale)
        wait_base(place, ports)
    stamped_roles(place, ports)
    return services, ports


def wait_base(place: Place, ports: dict[str, int]) -> None:
    database.wait_ready(place, ports["postgres"])

    def ping() -> bool:
        with urllib.request.urlopen(f"{solr.url(ports['solr'])}/admin/ping", timeout=2) as answer:
            return bool(answer.status == 200)

    wait_until(90, ping, "Solr 没有应答。", f"看 {place.home}/log/solr.log，处理后再运行 ./portal up。")


def stamped_roles(place: Place, ports: dict[str, int]) -> None:
    stamp = place.home / "stamps" / "databases"
    wanted = fingerprint(json.dumps(place.secrets()), Path(database.__file__))
    if not stamp.exists() or stamp.read_text() != wanted:
        database.make_databases(place, ports["postgres"])
        place.write(stamp, wanted)


def prepare(place: Place, portal: Inside) -> bool:
    """Migrations, lists, departments, logins; False if skipped because nothing that they are made of has changed."""
    stamp = place.home / "stamps" / "setup"
    inputs = [place.code / part for part in SETUP_INPUTS]
    wanted = fingerprint(*inputs, place.ini.read_text("utf-8"))
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    with step("建立数据表、目录、部门与账号"):
        accounts.make(place, portal)
    place.write(stamp, wanted)
    return True


def serve(place: Place, services: Services, ports: dict[str, int], names: tuple[str, ...]) -> set[str]:
    """What needs migrated tables; restarted only if its code or configuration changed. Those that were (re)started."""
    inputs = [place.code / part for part in ("harvesters", "ckanext-sdopendata", "requirements.txt")]
    code = fingerprint(
        *inputs, place.ini.read_text("utf-8"), (place.home / "etc" / "supervisord.conf").read_text("utf-8")
    )
    nginx = fingerprint(place.home / "etc" / "nginx.conf")
    return {name for name in names if services.ensure(name, nginx if name == "nginx" else code)}


def wait_web(place: Place, ports: dict[str, int]) -> None:
    def answers() -> bool:
        with urllib.request.urlopen(f"{configure.site_url(ports)}/api/3/action/status_show", timeout=30) as answer:
            return bool(answer.status == 200)

    wait_until(90, answers, "网页没有应答。", f"看 {place.home}/log/web.log（./portal logs web）。", pause=0.3)


def down(place: Place) -> int:
    with one_at_a_time(place):
        Services(place).stop()
    say("门户已停止；数据保留。再次启动：./portal up")
    return 0


def reset(place: Place, arguments: list[str]) -> int:
    """Stop, and remove all data; what was installed and the operator's registrations stay."""
    if sys.stdin.isatty() and "--yes" not in arguments:
        print(f"将删除 {place.home} 中的全部数据（数据库、文件、日志、账号）。输入 yes 继续：", end="", flush=True)
        if sys.stdin.readline().strip() != "yes":
            say("未删除任何内容。")
            return 1
    with one_at_a_time(place):
        Services(place).stop()
        shutil.rmtree(place.run, ignore_errors=True)
        for path in place.home.iterdir():
            if path.name in KEPT:
                continue
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    say("已清空。重新建立：./portal up")
    return 0
