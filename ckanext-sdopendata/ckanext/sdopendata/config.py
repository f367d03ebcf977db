"""The only reader of CKAN's configuration. Each option is declared in ``config_declaration.yaml``."""

from __future__ import annotations

from pathlib import Path

from ckan.plugins import toolkit as tk


def stage_path() -> Path:
    """Folder of the staging area (bytes as received; private)."""
    return Path(tk.config["sdopendata.stage_path"])


def seed_path() -> Path | None:
    """Folder that relative paths of registered sources start from, if any."""
    value = tk.config.get("sdopendata.seed_path")
    return Path(value) if value else None


def regulator() -> str:
    """Slug of the organisation whose editors are reviewers (规范性审查)."""
    return str(tk.config["sdopendata.regulator"])


def demo_organization() -> str:
    """Slug of the organisation that owns demonstration data."""
    return str(tk.config["sdopendata.demo_organization"])


def lease_seconds() -> int:
    return int(tk.config["sdopendata.lease_seconds"])


def heartbeat_seconds() -> int:
    return int(tk.config["sdopendata.heartbeat_seconds"])


def sweep_seconds() -> int:
    return int(tk.config["sdopendata.sweep_seconds"])


def slice_items() -> int:
    return int(tk.config["sdopendata.slice_items"])


def slice_seconds() -> int:
    return int(tk.config["sdopendata.slice_seconds"])


def batch_items() -> int:
    return int(tk.config["sdopendata.batch_items"])


def upload_bytes() -> int:
    """Largest file, in bytes, that a write request judges while the client waits."""
    return int(tk.config["sdopendata.upload_bytes"])


def gate_seconds() -> int:
    """Wall clock that the gate's child has for one delivery."""
    return int(tk.config["sdopendata.gate_seconds"])


def check_bytes() -> int:
    """Most bytes that a request to the self-check may bring."""
    return int(tk.config["sdopendata.check_bytes"])


def check_seconds() -> int:
    """Wall clock that the gate's child has for a self-check."""
    return int(tk.config["sdopendata.check_seconds"])


def check_at_once() -> int:
    """Self-checks that run at once on this machine."""
    return int(tk.config["sdopendata.check_at_once"])


def check_per_minute() -> int:
    """Self-checks that one address may begin within a minute."""
    return int(tk.config["sdopendata.check_per_minute"])


def secret_key() -> bytes:
    return str(tk.config["SECRET_KEY"]).encode()


def site_title() -> str:
    return str(tk.config["ckan.site_title"])


def site_title_en() -> str:
    return str(tk.config["sdopendata.site_title_en"])


def site_url() -> str:
    return str(tk.config["ckan.site_url"]).rstrip("/")


def site_id() -> str:
    return str(tk.config["ckan.site_id"])


def default_license() -> str:
    return str(tk.config["sdopendata.default_license"])
