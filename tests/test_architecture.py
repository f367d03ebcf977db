"""The house rules (DESIGN §2), asked of the source itself. A new module, option, command, rule or failpoint is
caught here until it has its place and its line in ``docs/``."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

from source_tree import ROOT, SD, each, failpoints, imports, inside, modules, tracked

MAX_LINES = 400
BASE = ("harvesters.contract", "harvesters.errors", "harvesters.messages", "harvesters.failpoint")

# Who may import whom, beside BASE and the standard library. A room is a module or a package; the longest name that
# fits counts.
HARVESTERS: dict[str, tuple[str, ...]] = {
    "harvesters": (),
    "harvesters.contract": (),
    "harvesters.errors": (),
    "harvesters.failpoint": (),
    "harvesters.messages": (),
    "harvesters.stage": (),
    "harvesters.state": (),
    "harvesters.sources": ("harvesters.stage", "harvesters.sources"),
    "harvesters.catalogue": ("harvesters.catalogue",),
    "harvesters.gate": ("harvesters.gate", "harvesters.catalogue", "harvesters.stage"),
    "harvesters.schedule": ("harvesters.catalogue",),
    "harvesters.pipeline": ("harvesters.gate", "harvesters.stage", "harvesters.state"),
    "harvesters.handed": ("harvesters.gate", "harvesters.catalogue", "harvesters.sources", "harvesters.stage"),
    "harvesters.cli": ("harvesters",),
    "harvesters.start": ("harvesters.cli",),
}
_ROAD = ("harvesters.stage", "harvesters.catalogue", "harvesters.gate.report", "harvesters.schedule")
_LEDGER = (f"{SD}.ledger", f"{SD}.model", f"{SD}.config", f"{SD}.visibility", f"{SD}.language")
EXTENSION: dict[str, tuple[str, ...]] = {
    SD: (),
    f"{SD}.config": (),
    f"{SD}.model": ("harvesters.schedule",),
    f"{SD}.migration": (),
    f"{SD}.headers": (),
    f"{SD}.scripts": (),
    f"{SD}.asked": (f"{SD}.language", f"{SD}.refusals"),
    f"{SD}.refusals": (),
    f"{SD}.contained": (),
    f"{SD}.away": (f"{SD}.asked", f"{SD}.language", f"{SD}.publish.faults"),
    f"{SD}.dcat_profile": (f"{SD}.config", "harvesters.catalogue"),
    f"{SD}.visibility": (),
    f"{SD}.language": (),
    f"{SD}.rows": (),
    f"{SD}.ledger": (*_LEDGER, *_ROAD),
    f"{SD}.access": (f"{SD}.ledger", f"{SD}.config", f"{SD}.visibility", f"{SD}.language"),
    f"{SD}.publish": (f"{SD}.publish", f"{SD}.access", f"{SD}.search.form", *_LEDGER, *_ROAD),
    f"{SD}.publish.choke": (f"{SD}.publish", f"{SD}.access", *_LEDGER, *_ROAD, "harvesters.gate"),
    f"{SD}.publish.submission": (f"{SD}.publish", f"{SD}.asked", f"{SD}.uploads", *_LEDGER, *_ROAD),
    f"{SD}.harvest": (
        *_LEDGER,
        f"{SD}.publish",
        "harvesters.pipeline",
        "harvesters.sources",
        "harvesters.stage",
        "harvesters.gate",
    ),
    f"{SD}.jobs": (f"{SD}.harvest", f"{SD}.ledger"),
    f"{SD}.scheduler": (f"{SD}.ledger", f"{SD}.config", f"{SD}.publish", f"{SD}.check"),
    f"{SD}.check": (
        *(*_LEDGER, "harvesters.handed", "harvesters.catalogue", "harvesters.gate.child", "harvesters.stage"),
        "harvesters.sources.delivery",
    ),
    f"{SD}.uploads": (f"{SD}.config", f"{SD}.language", "harvesters.stage"),
    f"{SD}.taken": (f"{SD}.config", f"{SD}.uploads", "harvesters.gate", "harvesters.stage"),
    f"{SD}.doors": (f"{SD}.access", f"{SD}.publish", *_LEDGER),
    f"{SD}.actions": (
        *(f"{SD}.{part}" for part in ("access", "asked", "check", "doors", "publish", "jobs")),
        *(*_LEDGER, "harvesters.schedule", "harvesters.gate.report"),
    ),
    f"{SD}.cli": (f"{SD}.config", f"{SD}.ledger", f"{SD}.publish", f"{SD}.harvest", f"{SD}.jobs"),
    f"{SD}.search": (f"{SD}.search", f"{SD}.config", "harvesters.catalogue"),
    f"{SD}.views": (
        *(f"{SD}.views", f"{SD}.rows", f"{SD}.ledger", f"{SD}.access", f"{SD}.config", *_ROAD),
        *("harvesters.gate.child", "harvesters.gate.report_csv", "harvesters.gate.report_text"),
        *("harvesters.gate.rules.sensitive", "harvesters.sources.delivery"),
        *(f"{SD}.search", f"{SD}.check", f"{SD}.away", f"{SD}.taken", "harvesters.handed"),
    ),
    f"{SD}.helpers": (
        f"{SD}.views",
        f"{SD}.away",
        f"{SD}.ledger",
        f"{SD}.access",
        f"{SD}.config",
        *_ROAD,
        f"{SD}.search",
    ),
    f"{SD}.plugin": (SD,),
}
ROOMS = {**HARVESTERS, **EXTENSION, "deploy": ("deploy", SD, "harvesters")}

# Modules of harvesters that may use what is not the standard library.
THIRD_PARTY = {
    "harvesters.gate.frictionless_run": {"frictionless"},
    "harvesters.gate.batch": {"polars"},
    "harvesters.gate.certify": {"polars"},
    "harvesters.gate.certify_columns": {"polars"},
    "harvesters.gate.certify_keys": {"polars"},
    "harvesters.gate.known_keys": {"polars"},
    "harvesters.gate.on_disk": {"polars", "pyarrow"},
    "harvesters.gate.plain_rows": {"polars"},
    "harvesters.gate.reading.blocks": {"polars", "pyarrow"},
    "harvesters.gate.reading.stretches": {"polars"},
    "harvesters.gate.child": {"pyseccomp"},
    "harvesters.gate.reading.workbook": {"polars"},
    "harvesters.gate.reading.xlsx_structure": {"openpyxl"},
    "harvesters.gate.reading.xlsx": {"openpyxl", "polars"},
    "harvesters.gate.reading.xlsx_plain": {"openpyxl", "polars", "pyarrow"},
    "harvesters.gate.reading.documents": {"olefile", "pypdf"},
    "harvesters.gate.reading.magic": {"olefile"},
    "harvesters.gate.reading.json_lines": {"polars", "pyarrow"},
    "harvesters.gate.reading.parquet": {"polars", "pyarrow"},
    "harvesters.gate.reading.shapes": {"shapefile"},
    "harvesters.gate.reading.xls": {"olefile", "xlrd"},
    "harvesters.gate.rules.sensitive": {"stdnum"},
    "harvesters.gate.annotate": {"openpyxl"},
    "harvesters.catalogue.template": {"openpyxl"},
    "harvesters.cli": {"click"},
}
# Import name → distribution, where they differ.
DISTRIBUTION = {"shapefile": "pyshp", "stdnum": "python-stdnum"}
NETWORK = frozenset(
    {
        *(
            "socket",
            "socketserver",
            "ssl",
            "asyncio",
            "http",
            "urllib",
            "ftplib",
            "smtplib",
            "poplib",
            "imaplib",
            "xmlrpc",
        ),
        *("requests", "urllib3", "httpx", "aiohttp", "paramiko", "boto3", "psycopg2", "pymysql"),
    }
)
# Name → why it is no way out.
NETWORK_ALLOWED = {"urllib.parse": "splits and quotes text"}


def room_of(name: str) -> str | None:
    fitting = [room for room in ROOMS if name == room or (inside(name, room) and room not in ("harvesters", SD))]
    return max(fitting, key=len, default=None)


def test_every_module_has_its_room() -> None:
    assert [m.shown for m in each() if room_of(m.name) is None] == []


def test_every_room_exists() -> None:
    names = [m.name for m in modules()]
    assert [room for room in ROOMS if not any(inside(name, room) for name in names)] == []


def test_imports_run_one_way() -> None:
    wrong = []
    for module in each():
        room = room_of(module.name)
        assert room is not None
        allowed = (room, *BASE, *ROOMS[room])
        for name in set(imports(module)) - {"harvesters"}:  # the bare package holds nothing
            ours = inside(name, "harvesters") or inside(name, SD) or inside(name, "deploy")
            if ours and not any(inside(name, a) for a in allowed):
                wrong.append(f"{module.shown} imports {name}")
    assert wrong == []


def test_the_base_needs_nothing_but_the_standard_library() -> None:
    for name in ("contract", "errors", "failpoint"):
        (module,) = each(f"harvesters.{name}")
        assert [i for i in imports(module) if i.split(".")[0] not in sys.stdlib_module_names] == []


def test_harvesters_do_without_ckan_and_name_their_packages() -> None:
    wrong = []
    for module in each("harvesters"):
        allowed = THIRD_PARTY.get(module.name, set())
        for name in imports(module):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top != "harvesters" and top not in allowed:
                wrong.append(f"{module.shown} imports {name}")
    assert wrong == []


def test_a_departments_installation_brings_what_harvesters_import() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    named = {re.split(r"[\[=<>~ ]", line)[0] for line in asked}
    assert {DISTRIBUTION.get(name, name) for names in THIRD_PARTY.values() for name in names} == named


def test_only_frictionless_run_imports_frictionless() -> None:
    users = {m.name for m in each() for name in imports(m) if name.split(".")[0] == "frictionless"}
    assert users == {"harvesters.gate.frictionless_run"}


def test_harvesters_open_no_connection_outside_declared_places() -> None:
    wrong = [
        f"{module.shown} imports {name}"
        for module in each("harvesters")
        for name in imports(module)
        if name.split(".")[0] in NETWORK and not any(inside(name, allowed) for allowed in NETWORK_ALLOWED)
    ]
    assert wrong == []


def test_only_config_reads_the_configuration_of_ckan() -> None:
    wrong = []
    for module in each(SD):
        if module.name == f"{SD}.config":
            continue
        toolkits = {"toolkit", "tk"}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module in (
                "ckan.common",
                "ckan.plugins.toolkit",
                "ckan.lib.base",
            ):
                wrong += [f"{module.shown}:{node.lineno}" for alias in node.names if alias.name == "config"]
            elif isinstance(node, ast.ImportFrom | ast.Import):
                toolkits |= {a.asname or a.name for a in node.names if a.name in ("toolkit", "ckan.plugins.toolkit")}
            elif isinstance(node, ast.Attribute) and node.attr == "config":
                base = ast.unparse(node.value)
                if base in toolkits or base.split(".")[-1] in ("toolkit", "common", "current_app", "app"):
                    wrong.append(f"{module.shown}:{node.lineno}")
    assert wrong == []


def test_no_module_is_too_long() -> None:
    tests = [p for p in tracked() if p.suffix == ".py" and ROOT / "tests" in p.parents]
    long = {m.shown: m.lines for m in each() if m.lines > MAX_LINES}
    long |= {str(p.relative_to(ROOT)): n for p in tests if (n := len(p.read_text("utf-8").splitlines())) > MAX_LINES}
    assert long == {}


def test_no_room_for_everything() -> None:
    named = re.compile(r"(^|_)(utils?|common|helpers?_misc|misc|managers?)(_|$)", re.IGNORECASE)
    assert [m.shown for m in each() if any(named.search(part) for part in m.name.split("."))] == []
    classes = [n.name for m in each() for n in ast.walk(m.tree) if isinstance(n, ast.ClassDef) and "Manager" in n.name]
    assert classes == []


def test_nothing_is_unfinished_or_swallowed() -> None:
    wrong = []
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    for module in each():
        text = module.path.read_text("utf-8")
        wrong += [f"{module.shown}:{i}" for i, line in enumerate(text.splitlines(), 1) if marks.search(line)]
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in ast.unparse(node.exc):
                wrong.append(f"{module.shown}:{node.lineno} NotImplementedError")
            if isinstance(node, ast.ExceptHandler) and _catches_all(node) and _does_nothing(node.body):
                wrong.append(f"{module.shown}:{node.lineno} swallowed")
    assert wrong == []


def _catches_all(node: ast.ExceptHandler) -> bool:
    return node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")


def _does_nothing(body: list[ast.stmt]) -> bool:
    return all(
        isinstance(s, ast.Pass | ast.Continue) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        for s in body
    )


def test_every_module_says_what_it_is() -> None:
    migrations = f"{SD}.migration"
    assert [m.shown for m in each() if not inside(m.name, migrations) and not ast.get_docstring(m.tree)] == []
    plain = [
        m.shown for m in each() if not any("annotations" in ast.unparse(n) for n in m.tree.body[:3]) and m.lines > 3
    ]
    assert plain == []


def test_the_namespace_stays_open() -> None:
    """``ckanext/__init__.py`` would hide every other extension."""
    assert not (ROOT / "ckanext-sdopendata/ckanext/__init__.py").exists()


def test_what_is_imported_is_this_tree() -> None:
    import harvesters

    assert Path(harvesters.__file__).resolve() == ROOT / "harvesters/__init__.py"
    spec = importlib.util.find_spec(SD)
    if spec is not None and spec.origin is not None:
        assert Path(spec.origin).resolve() == ROOT / "ckanext-sdopendata/ckanext/sdopendata/__init__.py"


def test_the_tree_names_no_registry_and_no_machine() -> None:
    """Locks hold versions and hashes, no addresses (DESIGN D17); nothing depends on where it was written."""
    names = ("pypi", "pythonhosted", "npmjs", "npmmirror", "maven", "repo1.maven", "debian", "golang", "aliyun", "tuna")
    hosts = "|".join(re.escape(name) for name in names)
    folders = "|".join(("work", "home", "Users", "tmp/dev", "tmp/bash_jobs"))
    pattern = re.compile(
        rf"\b({hosts})\.(org|com|net|cn|edu)\b|(?<![\w.~:}}$])/({folders})/[\w.-]+".encode(), re.IGNORECASE
    )
    found = []
    for path in tracked():
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if (hit := pattern.search(line)) and path.suffix not in (".csv", ".svg", ".png", ".woff2"):
                found.append(f"{path.relative_to(ROOT)}:{number}: {hit.group().decode()}")
    assert found == []


def test_failpoints_are_unique() -> None:
    assert [name for name, n in Counter(name for name, _ in failpoints()).items() if n > 1] == []
    assert [name for name, _ in failpoints() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", name)] == []
