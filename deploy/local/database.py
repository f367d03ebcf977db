"""Our own PostgreSQL cluster: made once; two databases (CKAN refuses one for both, ckan-mechanics §2), three roles."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from deploy.local import configure
from deploy.local.place import Place
from deploy.local.say import Failure, wait_until

ROLES = ("ckan", "datastore_write", "datastore_read")


def make_cluster(place: Place) -> bool:
    """``initdb`` if there is no cluster yet. ICU collation for Chinese, C.UTF-8 for libc, passwords for everybody."""
    data = place.home / "pg"
    if (data / "PG_VERSION").exists() and (data / "sd-ready").exists():
        return False
    for rest in sorted(data.rglob("*"), reverse=True):  # an interrupted initdb
        rest.rmdir() if rest.is_dir() and not rest.is_symlink() else rest.unlink()
    with tempfile.NamedTemporaryFile("w", dir=place.home / "etc", prefix="pw-") as password:
        password.write(place.secrets()["postgres"] + "\n")
        password.flush()
        Path(password.name).chmod(0o644 if place.as_service() else 0o600)
        command = [
            f"{configure.postgres_bin()}/initdb",
            f"--pgdata={data}",
            "--username=postgres",
            f"--pwfile={password.name}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=zh-Hans-CN",
            "--no-sync",
            "--data-checksums",
        ]
        done = subprocess.run(
            command, cwd=data, env=place.environment(), capture_output=True, text=True, **place.as_service()
        )
    if done.returncode:
        raise Failure(f"数据库没有建成：{done.stderr.strip()[-800:]}", "处理后再运行 ./portal up。")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(f"\ninclude '{place.home}/etc/postgresql.conf'\n")
    (data / "sd-ready").touch()
    return True


def psql(place: Place, port: int, script: str, database: str = "postgres") -> str:
    """Run SQL as the superuser through psql: some scripts hold its own commands (``\\connect``)."""
    command = [
        f"{configure.postgres_bin()}/psql",
        "--no-psqlrc",
        "--quiet",
        "--tuples-only",
        "--no-align",
        "--set=ON_ERROR_STOP=1",
        "--host=127.0.0.1",
        f"--port={port}",
        "--username=postgres",
        f"--dbname={database}",
    ]
    env = place.environment() | {"PGPASSWORD": place.secrets()["postgres"]}
    done = subprocess.run(command, input=script, env=env, cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"数据库命令失败：{done.stderr.strip()[-800:]}", f"看 {place.home}/log/postgres.log。")
    return done.stdout


def wait_ready(place: Place, port: int) -> None:
    command = [f"{configure.postgres_bin()}/pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}"]
    wait_until(
        60,
        lambda: subprocess.run(command, cwd="/").returncode == 0,
        "PostgreSQL 没有应答。",
        f"看 {place.home}/log/postgres.log，处理后再运行 ./portal up。",
    )


def make_databases(place: Place, port: int) -> None:
    """Roles with this installation's passwords, and the two databases. Run again, it only sets the passwords anew."""
    secrets = place.secrets()
    roles = "".join(
        f"SELECT 'CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE' "
        f"WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec\n"
        f"ALTER ROLE {role} PASSWORD '{secrets[role]}';\n"
        for role in ROLES
    )
    databases = "".join(
        f"SELECT 'CREATE DATABASE {name} OWNER {owner}' "
        f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec\n"
        for name, owner in (("ckan", "ckan"), ("datastore", "datastore_write"))
    )
    psql(place, port, roles + databases + f"REVOKE CONNECT ON DATABASE ckan FROM PUBLIC;\n{datastore_rights(place)}")


def datastore_rights(place: Place) -> str:
    """What ``ckan datastore set-permissions`` prints, without loading CKAN: the wheel's own script, filled in."""
    script = next(place.venv.glob("lib/python3.*/site-packages/ckanext/datastore/set_permissions.sql"))
    return script.read_text("utf-8").format(
        maindb='"ckan"',
        datastoredb='"datastore"',
        mainuser='"ckan"',
        writeuser='"datastore_write"',
        readuser='"datastore_read"',
    )
