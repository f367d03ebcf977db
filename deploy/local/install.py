"""What stands on the machine before anything starts: our package in the venv, Solr, a copy of the code if need be."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from deploy.local import solr
from deploy.local.place import Place
from deploy.local.say import Failure, step
from deploy.local.services import fingerprint

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".portal", ".*_cache", ".hypothesis", "__pycache__", "*.egg-info", "node_modules", "build"
)


def everything(place: Place) -> None:
    """Each part once per content; nothing is downloaded when all stamps stand."""
    copy_code(place)
    make_bytecode_folder(place)
    stamped(place, "package", fingerprint(place.code / "pyproject.toml", str(place.code), str(place.venv)), package)
    stamped(place, "solr", fingerprint(solr.PARTS), install_solr)


def stamped(place: Place, name: str, wanted: str, install: Callable[[Place], None]) -> None:
    stamp = place.tools / f"{name}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install(place)
    stamp.write_text(wanted)


def make_bytecode_folder(place: Place) -> None:
    """The services write it; with tools that are somebody else's they compile at each start."""
    with contextlib.suppress(PermissionError):
        place.bytecode.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(place.bytecode, place.uid, place.gid)


def copy_code(place: Place) -> None:
    """A clone that the services' user cannot read (under /root, say) is copied to where it can, anew by each ``up``."""
    copy = place.home / "code"
    if all_readable(place, place.clone):
        shutil.rmtree(copy, ignore_errors=True)
        return
    fresh = place.home / "code.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(place.clone, fresh, ignore=LEFT_OUT, symlinks=True)
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    if copy.exists() and fingerprint(fresh) == fingerprint(copy):
        shutil.rmtree(fresh)
        return
    shutil.rmtree(copy, ignore_errors=True)
    fresh.rename(copy)


def all_readable(place: Place, folder: Path, *, hidden: bool = False) -> bool:
    """Can the services' user read all of ``folder``? Hidden names (.git, our data folder) only count if asked."""
    if not place.as_service():
        return True
    command = ["find", str(folder)]
    command += [] if hidden else ["-name", ".?*", "-prune", "-o"]
    command += ["!", "-readable", "-print", "-quit"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, **place.as_service())
    return done.returncode == 0 and not done.stdout


def package(place: Place) -> None:
    """Our distribution, in place: CKAN finds plugins by its entry points. No download: setuptools is in the lock."""
    uv = place.venv / "bin" / "uv"
    tool = (
        [str(uv), "pip", "install", "--python", f"{place.venv}/bin/python"]
        if uv.exists()
        else [f"{place.venv}/bin/pip", "install"]
    )
    command = [*tool, "-q", "--no-deps", "--no-build-isolation", "-e", str(place.code)]
    done = subprocess.run(command, cwd="/", env=dict(os.environ), capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"本项目没有装入 Python 环境：{done.stderr.strip()[-600:]}", "处理后再运行一次。")


def install_solr(place: Place) -> None:
    with step("取得 Solr（Maven，带哈希校验）"):
        try:
            solr.install(place.tools)
        except solr.SolrInstallError as error:
            raise Failure(str(error), "处理后再运行 ./portal up。") from error
