"""Where everything lies: the data folder, the code, the tools, the services' user, the ports.

``./portal`` sets SD_HOME (data), SD_CODE (the clone), SD_TOOLS (venv and Solr, shared with ./portal test), SD_USER.
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.say import Failure

SERVICE_FOLDERS = ("log", "run", "tmp", "pg", "redis", "solr", "stage", "files", "storage", "webassets", "nginx")
INNER_PORTS = ("postgres", "redis", "solr", "web")
DEFAULT_PORT = 5000
SOCKET_LIMIT = 107  # bytes in sockaddr_un.sun_path


@dataclass(frozen=True)
class Place:
    """One installation: ``home`` holds all of its state."""

    home: Path
    clone: Path
    tools: Path
    user: str
    test: bool

    @classmethod
    def from_environment(cls) -> Place:
        env = os.environ
        return cls(
            home=Path(env["SD_HOME"]),
            clone=Path(env["SD_CODE"]),
            tools=Path(env["SD_TOOLS"]),
            user=env["SD_USER"],
            test=env.get("SD_TEST_STACK") == "1",
        )

    @property
    def uid(self) -> int:
        return pwd.getpwnam(self.user).pw_uid

    @property
    def gid(self) -> int:
        return pwd.getpwnam(self.user).pw_gid

    @property
    def venv(self) -> Path:
        return Path(sys.prefix)

    @property
    def bytecode(self) -> Path:
        """Compiled modules of venv and code: two thirds of a first start of CKAN, so they outlive ``reset``."""
        return self.tools / "bytecode"

    @property
    def code(self) -> Path:
        """What the services run: the clone, or its copy if their user cannot read the clone."""
        copy = self.home / "code"
        return copy if copy.exists() else self.clone

    @property
    def ini(self) -> Path:
        return self.home / "ckan.ini"

    @property
    def run(self) -> Path:
        """Sockets and process ids; elsewhere if the path is too long for a socket."""
        inside = self.home / "run"
        if len(os.fsencode(inside / "supervisor.sock.99999")) < SOCKET_LIMIT:
            return inside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:8]
        base = "/run" if os.geteuid() == 0 else os.environ.get("XDG_RUNTIME_DIR", "/tmp")
        return Path(base) / f"sd-portal-{digest}"

    def as_service(self) -> dict[str, Any]:
        """Arguments of ``subprocess`` that make a child the services' user (if we are root)."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def environment(self) -> dict[str, str]:
        """The environment of every service and of every process inside CKAN."""
        keep = {k: v for k, v in os.environ.items() if k.startswith(("SD_FAILPOINT", "OPENBLAS_"))}
        return keep | {
            "PATH": f"{self.venv}/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": str(self.home / "tmp"),
            "TMPDIR": str(self.home / "tmp"),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(self.code),
            "PYTHONPYCACHEPREFIX": str(self.bytecode),
            "PYTHONUNBUFFERED": "1",
            "CKAN_INI": str(self.ini),
            "SD_HOME": str(self.home),
            "SD_CODE": str(self.code),
            "SD_TOOLS": str(self.tools),
            "SD_USER": self.user,
            **({"SD_TEST_STACK": "1"} if self.test else {}),
        }

    def make_folders(self) -> None:
        """All folders, the services' ones owned by their user. Run again, it changes nothing."""
        for name in ("etc", "sources", "stamps"):
            (self.home / name).mkdir(exist_ok=True)
        for folder in [*(self.home / n for n in SERVICE_FOLDERS), self.run]:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except PermissionError as error:
                fix = "用建立数据目录的用户运行；路径很长时把 SD_HOME 设到较短的位置。"
                raise Failure(f"不能建立文件夹 {folder}。", fix) from error
            if os.geteuid() == 0:
                os.chown(folder, self.uid, self.gid)
            elif folder.stat().st_uid != os.geteuid():
                raise Failure(
                    f"数据目录 {folder} 属于另一个用户。", "用建立它的用户运行，或把 SD_HOME 设到自己的目录。"
                )
        os.chmod(self.home / "webassets", 0o755)

    def write(self, path: Path, text: str, *, private: bool = False) -> bool:
        """Write a file if its text changed, readable by the services (if private, by us alone). True if changed."""
        if path.exists() and path.read_text("utf-8") == text:
            return False
        temp = path.with_name(f".{path.name}.new")
        temp.unlink(missing_ok=True)
        with open(os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        if os.geteuid() == 0 and not private:
            os.chown(temp, 0, self.gid)
            os.chmod(temp, 0o640)
        temp.replace(path)
        return True

    def secrets(self) -> dict[str, str]:
        """Random passwords, made once, 0600."""
        path = self.home / "secrets.json"
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        names = ("postgres", "ckan", "datastore_write", "datastore_read", "redis", "secret_key", "csrf", "jwt")
        missing = [n for n in (*names, "operator", "reviewer", "clerk") if n not in known]
        if missing:
            known |= {n: secrets.token_urlsafe(15 if n in ("operator", "reviewer", "clerk") else 32) for n in missing}
            self.write(path, json.dumps(known, indent=1), private=True)
        return known

    def known_ports(self) -> dict[str, int]:
        path = self.home / "ports.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def asked_port(self, *, running: bool) -> int | None:
        """SD_PORT, checked, before anything is stopped for it; None if unset, or ours already."""
        asked = os.environ.get("SD_PORT")
        if not asked or (running and asked == str(self.known_ports().get("public"))):
            return None
        if not (asked.isdigit() and 1024 <= int(asked) <= 65535):
            raise Failure(f"SD_PORT={asked} 不可用。", "把 SD_PORT 设为 1024 到 65535 之间的端口号。")
        if not is_free(int(asked)):
            raise Failure(f"端口 {asked} 已被其他程序占用。", "停掉该程序，或用 SD_PORT=端口号 换一个端口再运行。")
        return int(asked)

    def choose_ports(self) -> dict[str, int]:
        """The ports of a portal that does not run now: kept once chosen, replaced if another program has taken them."""
        ports = self.known_ports()
        first = self.asked_port(running=False) or ports.get("public", 0 if self.test else DEFAULT_PORT)
        candidates = range(first, first + 50) if first else range(0)
        ports["public"] = next((p for p in candidates if is_free(p)), 0) or free_port()
        for name in INNER_PORTS:
            if not (ports.get(name) and is_free(ports[name])):
                ports[name] = free_port()
        self.write(self.home / "ports.json", json.dumps(ports))
        return ports


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
