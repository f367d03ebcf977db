"""``./portal up``: from whatever is there to a running, filled portal; run again, it changes nothing."""

from __future__ import annotations

import fcntl
import hashlib
import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local import configure, database, install, solr
from deploy.local.inside import Inside
from deploy.local.place import Place
from deploy.local.say import Failure, say, step, wait_until
from deploy.local.services import Services, fingerprint

SETUP_INPUTS = ("requirements.txt", "deploy/local/setup.py", "harvesters/catalogue", "ckanext-sdopendata/ckanext/sdopendata/migration")


def up(place: Place) -> int:
    started = time.monotonic()
    with one_at_a_time(place):
        services, ports = base(place)
        with Inside(place) as portal:
            prepare(place, portal)
            serve(place, services, ports)
        say(f"门户地址：{configure.site_url(ports)}")
        say(f"总用时 {time.monotonic() - started:.0f} 秒")
    return 0


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
    if running and (place.port_change_asked() or services.environment_changed()):
        services.stop()
        running = False
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
        for name in ("postgres", "redis", "solr"):
            if f"{name}.conf" in changed or "postgresql.conf" in changed and name == "postgres" or solr_changed and name == "solr":
                services.rpc().stopProcess(name)
            services.ensure_started(name)
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


def prepare(place: Place, portal: Inside) -> None:
    """Migrations, lists, departments, logins: skipped while nothing that they are made of has changed."""
    stamp = place.home / "stamps" / "setup"
    wanted = fingerprint(*(place.code / part for part in SETUP_INPUTS), hashlib.sha256(place.ini.read_bytes()).hexdigest())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step("建立数据表、目录、部门与账号"):
        portal.call("setup", accounts={})
    place.write(stamp, wanted)


def serve(place: Place, services: Services, ports: dict[str, int]) -> None:
    """Everything that needs migrated tables; restarted only if its code or configuration changed."""
    code = fingerprint(
        place.ini, str(place.venv), *(place.code / d for d in ("harvesters", "ckanext-sdopendata", "datasets_seed")), Path(configure.__file__)
    )
    prints = {"nginx": fingerprint(place.home / "etc" / "nginx.conf")}
    with step("启动网页、后台任务与定时程序"):
        for name in ("web", "worker", "scheduler", "nginx"):
            if name == "scheduler" and "sdopendata" not in place.ini.read_text().split("ckan.plugins")[1].split("\n")[0]:
                continue
            services.ensure(name, prints.get(name, code))

        def answers() -> bool:
            with urllib.request.urlopen(f"{configure.site_url(ports)}/api/3/action/status_show", timeout=30) as answer:
                return bool(answer.status == 200)

        wait_until(90, answers, "网页没有应答。", f"看 {place.home}/log/web.log（./portal logs web）。", pause=0.3)


def down(place: Place) -> int:
    with one_at_a_time(place):
        Services(place).stop()
    say("门户已停止；数据保留。再次启动：./portal up")
    return 0
