"""A real Apache Solr for one machine: fetched by Maven, checked by hash, served on loopback only.

``install`` once per tools folder, ``configset`` before each start, ``command`` for the supervisor.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy.local import solr_configset

PARTS = Path(__file__).resolve().parent / "solr"
CORE = "ckan"
RUNNER = "jetty-runner-10.0.26.jar"
LIB = "webapp/WEB-INF/lib"


class SolrInstallError(Exception):
    """Solr could not be put together; the message says what failed and what to do."""


def install(tools: Path) -> None:
    """Put Solr into ``tools/solr``; nothing happens if every jar there is already the one on the list."""
    target = tools / "solr"
    if not _differences(target):
        _copy_descriptors(target)
        return
    tools.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tools, prefix=".solr-") as scratch:
        fresh = Path(scratch) / "solr"
        _maven(fresh, Path(scratch) / "m2")
        if wrong := _differences(fresh):
            raise SolrInstallError(
                f"Solr 的组件与校验清单不一致，未安装：{'；'.join(wrong[:5])}。请检查 Maven 镜像后重新运行。\n"
                f"Solr's parts differ from {PARTS / 'jars.sha256'}, nothing was installed; "
                "check the Maven mirror and run again."
            )
        _copy_descriptors(fresh)
        if target.exists():
            shutil.rmtree(target)
        fresh.rename(target)


def configset(solr_home: Path, wheel_schema: Path) -> bool:
    """Write ``solr.xml`` and the core. True if anything changed: restart Solr; rebuild an index that has data."""
    core = solr_home / CORE
    core.mkdir(parents=True, exist_ok=True)
    (solr_home / "tmp").mkdir(exist_ok=True)
    changed = [
        solr_configset.replace(solr_home / "solr.xml", (solr_configset.CONFIG / "solr.xml").read_bytes()),
        solr_configset.replace(core / "core.properties", f"name={CORE}\n".encode()),
        solr_configset.build(core / "conf", wheel_schema),
    ]
    return any(changed)


def command(tools: Path, solr_home: Path, port: int) -> list[str]:
    """The command line that serves Solr at :func:`url`; it stays in the foreground and logs to standard error."""
    solr = (tools / "solr").resolve()
    home = solr_home.resolve()
    return [
        "java",
        "-Xms128m",
        "-Xmx512m",
        "-XX:+UseSerialGC",  # the smallest footprint; collections of half a gigabyte stay below 0.1 s
        "-XX:+ExitOnOutOfMemoryError",  # the supervisor starts it again; a half-dead Solr would answer wrongly
        "-Djava.awt.headless=true",
        f"-Djava.io.tmpdir={home / 'tmp'}",
        f"-Dsolr.solr.home={home}",
        f"-Dsolr.install.dir={solr}",
        f"-Dsolr.log.dir={home / 'tmp'}",  # named because Solr insists; everything is logged to standard error
        f"-Dlog4j2.configurationFile={solr / 'log4j2.xml'}",
        "-Ddisable.configEdit=true",
        "-jar",
        str(solr / RUNNER),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--path",
        "/solr",
        str(solr / "webapp"),
    ]


def url(port: int) -> str:
    """CKAN's ``solr_url``; ``/admin/ping`` below it answers 200 once the core is open."""
    return f"http://127.0.0.1:{port}/solr/{CORE}"


def jar_list(folder: Path) -> str:
    """The text of ``jars.sha256`` for an assembled folder (the format of sha256sum): for whoever raises a version."""
    jars = sorted(path for path in folder.rglob("*.jar"))
    return "".join(f"{_sha256(jar)}  {jar.relative_to(folder).as_posix()}\n" for jar in jars)


def _maven(fresh: Path, repository: Path) -> None:
    # A repository of our own, thrown away afterwards: the result depends on pom.xml and the list, not on a cache.
    options = ["-B", "-q", "-C", f"-Dmaven.repo.local={repository}", f"-Dtarget={fresh}"]
    try:
        subprocess.run(
            ["mvn", *options, "-f", str(PARTS / "pom.xml"), "package"],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=True,
        )
    except FileNotFoundError as error:
        raise SolrInstallError("未找到 mvn，请先安装 Maven。\nmvn is not there; install Maven first.") from error
    except subprocess.CalledProcessError as error:
        raise SolrInstallError(
            "无法下载 Solr 组件。请检查网络或 Maven 镜像设置后重新运行。\n"
            "Maven could not fetch Solr's parts; check the network or the mirror in Maven's settings and run again.\n"
            + error.stdout[-2000:]
        ) from error


def _copy_descriptors(target: Path) -> None:
    solr_configset.replace(target / "webapp" / "WEB-INF" / "web.xml", (PARTS / "web.xml").read_bytes())
    solr_configset.replace(target / "log4j2.xml", (PARTS / "log4j2.xml").read_bytes())


def _differences(target: Path) -> list[str]:
    """What is missing, altered or not on the list; empty = exactly the listed jars."""
    wanted = {name: digest for digest, name in (line.split() for line in _list_lines())}
    found = {path.relative_to(target).as_posix(): path for path in target.rglob("*.jar")}
    wrong = [f"{name}: not on the list" for name in sorted(found.keys() - wanted.keys())]
    for name, digest in wanted.items():
        if name not in found:
            wrong.append(f"{name}: missing")
        elif _sha256(found[name]) != digest:
            wrong.append(f"{name}: SHA-256 differs")
    return wrong


def _list_lines() -> list[str]:
    return (PARTS / "jars.sha256").read_text("ascii").splitlines()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
