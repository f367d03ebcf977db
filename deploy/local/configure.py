"""Fill the templates of ``config/`` with this installation's paths, ports and secrets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from deploy.local import solr
from deploy.local.place import Place
from deploy.local.say import Failure

MAX_UPLOAD_MB = 100
MAX_CHECK_MB = 50  # of anybody
# In a test stack nobody waits a minute for a lease to run out.
TEST_TIMING = "sdopendata.lease_seconds = 6\nsdopendata.heartbeat_seconds = 2\nsdopendata.sweep_seconds = 2"


def fill(template: str, values: dict[str, str]) -> str:
    """Replace every ``{{word}}``; an unknown one is a KeyError, not an empty string."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match.group(1)], template)


def write_all(place: Place, ports: dict[str, int]) -> set[str]:
    """Write every configuration file; the names of those that changed."""
    code = place.code
    values = place.secrets() | {
        "home": str(place.home),
        "run": str(place.run),
        "code": str(code),
        "venv": str(place.venv),
        "launch": f"{place.venv}/bin/python -m deploy.local.launch",
        "postgres_bin": str(postgres_bin()),
        "solr_command": " ".join(solr.command(place.tools, place.home / "solr", ports["solr"])),
        "site_url": site_url(ports),
        "max_upload_mb": str(MAX_UPLOAD_MB),
        "check_mb": str(MAX_CHECK_MB),
        "check_body_mb": str(MAX_CHECK_MB + 1),
        "check_bytes": str(MAX_CHECK_MB << 20),
        "timing": TEST_TIMING if place.test else "",
        **{f"{name}_port": str(port) for name, port in ports.items()},
    }
    targets = {
        "ckan.ini": place.ini,
        "supervisord.conf": place.home / "etc" / "supervisord.conf",
        "nginx.conf": place.home / "etc" / "nginx.conf",
        "redis.conf": place.home / "etc" / "redis.conf",
        "postgresql.conf": place.home / "etc" / "postgresql.conf",
    }
    return {
        name
        for name, target in targets.items()
        if place.write(target, fill((code / "config" / name).read_text("utf-8"), values))
    }


def site_url(ports: dict[str, int]) -> str:
    return f"http://127.0.0.1:{ports['public']}"


def postgres_bin() -> Path:
    """The newest PostgreSQL from 15 on (Debian keeps them side by side)."""
    found = sorted(Path("/usr/lib/postgresql").glob("1[5-9]/bin/initdb"))
    if not found:
        raise Failure("没有找到 PostgreSQL 15。", "运行 apt-get install postgresql-15 后再试。")
    return found[-1].parent


def solr_home(place: Place) -> bool:
    """Lay out Solr's home from CKAN's schema and ours; True if anything changed. Owned by the services' user."""
    schema = next(place.venv.glob("lib/python3.*/site-packages/ckan/config/solr/schema.xml"))
    target = place.home / "solr"
    changed = solr.configset(target, schema)
    for path in [target, *target.rglob("*")]:
        if path.stat().st_uid != place.uid:
            shutil.chown(path, place.uid, place.gid)
    return changed
