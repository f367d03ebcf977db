"""What only tests need: packages, a stock Frictionless, a browser; beside the portal's venv, never in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from deploy.local.install import stamped
from deploy.local.place import Place
from deploy.local.say import Failure, say, step
from deploy.local.services import fingerprint

BROWSER = Path("/usr/bin/chromium-headless-shell")
BROWSER_PACKAGES = ("chromium-headless-shell", "fonts-wqy-microhei")


def everything(place: Place, *, browser: bool) -> None:
    lock = place.clone / "requirements-test.txt"
    stamped(place, "test-packages", fingerprint(lock, str(place.venv)), packages)
    lock = place.clone / "requirements-frictionless.txt"
    stamped(place, "frictionless", fingerprint(lock, str(place.venv)), stock_frictionless)
    if browser and not BROWSER.exists():
        install_browser(place)


def environment(place: Place) -> dict[str, str]:
    """What the tests are told: the stack's folder and configuration (absolute), the browser, a stock Frictionless."""
    return {
        "PYTHONPATH": f"{place.code}:{place.tools}/test-packages",
        "SD_TEST_HOME": str(place.home),
        "SD_TEST_INI": str(place.ini),
        "SD_TEST_CHROMIUM": str(BROWSER),
        "SD_TEST_FRICTIONLESS": str(place.tools / "frictionless" / "bin" / "frictionless"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(place.home / "cache" / "hypothesis"),
        **{name: os.environ[name] for name in ("CI", "SD_SEED", "SD_LIFELIKE") if name in os.environ},
    }


def packages(place: Place) -> None:
    target = place.tools / "test-packages"
    shutil.rmtree(target, ignore_errors=True)
    with step("安装测试用的 Python 依赖（带哈希校验）"):
        _install(place, ["--target", str(target)], place.clone / "requirements-test.txt")


def stock_frictionless(place: Place) -> None:
    """Frictionless as anybody installs it, knowing nothing of this project: it judges what the portal publishes."""
    target = place.tools / "frictionless"
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run([f"{place.venv}/bin/python", "-m", "venv", "--without-pip", str(target)], check=True)
    _install(place, ["--python", f"{target}/bin/python"], place.clone / "requirements-frictionless.txt")


def peer(place: Place) -> None:
    """ckanext-harvest on stock CKAN, for ``./portal bench``."""
    target = place.tools / "peer"
    shutil.rmtree(target, ignore_errors=True)
    with step("安装测量的对照（ckanext-harvest，带哈希校验）"):
        subprocess.run([f"{place.venv}/bin/python", "-m", "venv", "--without-pip", str(target)], check=True)
        _install(place, ["--python", f"{target}/bin/python"], place.clone / "requirements-peer.txt")


def _install(place: Place, where: list[str], lock: Path) -> None:
    uv = place.venv / "bin" / "uv"
    tool = [str(uv), "pip"] if uv.exists() else [f"{place.venv}/bin/pip"]
    if not uv.exists() and where[0] == "--python":  # pip takes that option before the command
        tool, where = [*tool, *where], []
    command = [*tool, "install", "-q", "--no-deps", "--require-hashes", *where, "-r", str(lock)]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"测试依赖没有装上：{done.stderr.strip()[-600:]}", "检查网络或 pip 的镜像设置后再运行一次。")


def install_browser(place: Place) -> None:
    line = ["apt-get", "install", "-y", "--no-install-recommends", *BROWSER_PACKAGES]
    if os.geteuid() != 0:
        raise Failure("缺少测试用的浏览器。", f"请管理员运行：sudo apt-get update && sudo {' '.join(line)}")
    say("安装测试用的浏览器：" + "、".join(BROWSER_PACKAGES))
    log = place.home / "apt-test.log"
    with log.open("wb") as out:
        for command in (["apt-get", "update", "-q"], line):
            if subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL).returncode:
                raise Failure("测试用的浏览器没有装上。", f"看 {log}；检查网络与软件源后再运行一次。")
