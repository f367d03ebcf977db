"""The project's own Python as syntax trees: what the architecture tests ask about. Imports nothing of the project."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SD = "ckanext.sdopendata"
PACKAGES = {
    "harvesters": ROOT / "harvesters",
    SD: ROOT / "ckanext-sdopendata" / "ckanext" / "sdopendata",
    "deploy": ROOT / "deploy",
}


_CODE = re.compile(r"[VGM]-\d\d|Q\d\d")


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, where it lies, its tree."""

    name: str
    path: Path
    tree: ast.Module
    lines: int

    @property
    def shown(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


@functools.cache
def modules() -> tuple[Module, ...]:
    found = []
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            inside = path.relative_to(folder).with_suffix("").parts
            name = ".".join((package, *(part for part in inside if part != "__init__")))
            text = path.read_text(encoding="utf-8")
            found.append(Module(name, path, ast.parse(text), len(text.splitlines())))
    return tuple(found)


def each(prefix: str = "") -> Iterator[Module]:
    return (m for m in modules() if not prefix or inside(m.name, prefix))


def inside(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


def imports(module: Module) -> Iterator[str]:
    """Every module that ``module`` imports, anywhere in it, also inside functions and under TYPE_CHECKING."""
    known = {m.name for m in modules()}
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join([*parts[: len(parts) - node.level + 1], *([base] if base else [])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in known or not _is_ours(base) else base


def constants(module: Module) -> Iterator[str]:
    """Every string literal that is no docstring."""
    docs = {id(d) for d in _docstrings(module.tree)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def calls(module: Module, function: str) -> Iterator[ast.Call]:
    """Every call of a name, or of an attribute of that name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)
            if name == function:
                yield node


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Files that belong to the repository: tracked, or new and not ignored; of a copy without git, whatever is there.

    Beside a clone that the services' user cannot enter, ``./portal`` works on such a copy.
    """
    if not (ROOT / ".git").exists():
        left_out = {"__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".portal"}
        found = (path for path in ROOT.rglob("*") if path.is_file() and not left_out & set(path.parts))
        return tuple(sorted(path for path in found if not any(part.endswith(".egg-info") for part in path.parts)))
    # the tests may run as another user than the clone's owner
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(path for name in listed if name and (path := ROOT / name).is_file())


def failpoints() -> list[tuple[str, str]]:
    """Every failpoint of the source: (name, file). Its name must be a plain literal, or no test could find it."""
    found = []
    for module in each():
        for call in calls(module, "failpoint"):
            assert len(call.args) == 1, f"{module.shown}:{call.lineno}"
            assert isinstance(call.args[0], ast.Constant), f"{module.shown}:{call.lineno}"
            found.append((str(call.args[0].value), module.shown))
    return found


def rule_codes() -> set[str]:
    """Every code of a rule that the source can emit, wherever it stands but in the list of their names."""
    sources = (m for m in each() if m.name != "harvesters.messages.rules")
    return {text for m in sources for text in constants(m) if _CODE.fullmatch(text)}


def _is_ours(base: str) -> bool:
    return any(base == package or base.startswith(package + ".") for package in PACKAGES)


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value
