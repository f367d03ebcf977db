"""What a person can meet is written down: each option, variable, command, rule code, source kind and failpoint, with
the same words as the source has."""

from __future__ import annotations

import argparse
import ast
import re
import tomllib

import messages_page
import pytest
import rules_page
import yaml
from source_tree import ROOT, SD, Module, calls, constants, each, failpoints, rule_codes, tracked

DOCS = ROOT / "docs"
DECLARATION = ROOT / "ckanext-sdopendata/ckanext/sdopendata/config_declaration.yaml"


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def rows(name: str, columns: int) -> dict[str, tuple[str, ...]]:
    """The rows of a page's tables with that many columns, by the name in backquotes that begins them."""
    found = {}
    for line in page(name).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("| `") else []
        if len(cells) == columns:
            found[cells[0].strip(" `")] = tuple(cells[1:])
    return found


def declared() -> dict[str, dict[str, object]]:
    groups = yaml.safe_load(DECLARATION.read_text("utf-8"))["groups"]
    return {option["key"]: option for group in groups for option in group["options"]}


def test_options_used_declared_and_documented_are_the_same() -> None:
    (config,) = each(f"{SD}.config")
    used = {text for text in constants(config) if re.fullmatch(r"sdopendata\.[a-z_.]+", text)}
    assert used == set(declared())
    documented = rows("configuration.md", 3)
    for key, option in declared().items():
        default, meaning = documented[key]
        assert meaning == option["description"]
        expected = "**required**" if option.get("required") else option.get("default")
        assert default == (expected if option.get("required") else f"`{expected}`" if expected else "–")
    assert {key for key in documented if key.startswith("sdopendata.")} == set(declared())


def test_options_of_ckan_that_are_read_are_documented() -> None:
    (config,) = each(f"{SD}.config")
    read = {text for text in constants(config) if re.fullmatch(r"(ckan|solr|scheming)[a-z_.]*\.[a-z_.]+", text)}
    read -= {i for i in read if i.startswith("ckan.plugins")}
    assert {name for name in read if f"`{name}`" not in page("configuration.md")} == set()


def test_the_template_sets_only_options_that_exist() -> None:
    ini = (ROOT / "config/ckan.ini").read_text("utf-8")
    assert {key for key in re.findall(r"^(sdopendata\.[a-z_.]+)", ini, re.MULTILINE) if key not in declared()} == set()


def test_environment_variables_are_documented() -> None:
    named = {text for module in each() for text in constants(module) for text in re.findall(r"\bSD_[A-Z_]+[A-Z]", text)}
    named |= set(re.findall(r"\bSD_[A-Z_]+[A-Z]", (ROOT / "portal").read_text("utf-8")))
    assert {name for name in named if f"`{name}`" not in page("configuration.md")} == set()


def portal_commands() -> set[str]:
    """The commands of the first ``case`` in ``./portal``."""
    script = (ROOT / "portal").read_text("utf-8")
    (names,) = re.findall(r'^case "\$\{1:-help\}" in ([a-z| -]+)\) ;;', script, re.MULTILINE)
    return {name.strip() for name in names.split("|")} | {"help"}


def test_portal_commands_are_documented() -> None:
    from deploy.local import harvest_cli

    documented = rows("commands.md", 2)
    harvest = {name.split()[2] for name in documented if name.startswith("./portal harvest ")}
    (choices,) = (a.choices for a in harvest_cli.parser()._actions if isinstance(a, argparse._SubParsersAction))
    assert harvest == set(choices)
    options = {text for m in each("deploy.local.harvest_cli") for text in constants(m) if text.startswith("--")}
    assert {option for option in options if not re.search(rf"{option}(?![a-z-])", page("commands.md"))} == set()
    assert {name.split()[1] for name in documented if name.startswith("./portal ")} == portal_commands() | {"harvest"}
    assert {"./portal up", "./portal test"} <= set(
        re.findall(r"^(\./portal \w+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    )


def click_commands(package: str) -> set[str]:
    """Names of click commands that are declared in a module, without importing it."""
    found = set()
    for module in each(package):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            for decorator in node.decorator_list:
                target = decorator.func if isinstance(decorator, ast.Call) else decorator
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr == "command"
                    and ast.unparse(target.value) != "click"
                ):
                    given = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
                    name = given.value if isinstance(given, ast.Constant) else node.name.replace("_", "-")
                    found.add(str(name))
    return found


@pytest.mark.parametrize(("package", "program"), [("harvesters.cli", "sd-harvest"), (f"{SD}.cli", "ckan sdopendata")])
def test_click_commands_are_documented(package: str, program: str) -> None:
    documented = {name for name in rows("commands.md", 2) if name.startswith(program + " ")}
    assert documented == {f"{program} {name}" for name in click_commands(package)}


def test_options_of_sd_harvest_are_documented() -> None:
    options = {
        text for module in each("harvesters.cli") for text in constants(module) if re.fullmatch(r"--[a-z-]+", text)
    }
    assert {option for option in options if option not in page("commands.md")} == set()


def test_source_kinds_are_documented() -> None:
    from harvesters.sources import registry

    headings = re.findall(r"^## `(\w+)`$", page("sources.md"), re.MULTILINE)
    assert set(headings) == {*registry.KINDS, "account"}
    for name, kind in registry.KINDS.items():
        section = page("sources.md").split(f"## `{name}`")[1].split("\n## ")[0]
        for option, meaning in kind.OPTIONS.items():
            assert f"| `{option}` | {meaning} |" in section


def test_failpoints_are_documented() -> None:
    assert list(rows("failpoints.md", 3)) != []
    assert set(rows("failpoints.md", 3)) == {name for name, _ in failpoints()}


def test_rule_codes_are_documented() -> None:
    from harvesters import messages

    assert set(rules_page.RULES) == rule_codes()
    assert {code for code in rules_page.RULES if f"\n## {code} " not in page("rules.md")} == set()
    assert page("rules.md") == rules_page.page(messages.MESSAGES), "run python tests/rules_page.py"
    assert page("messages.md") == messages_page.page(), "run python tests/rules_page.py"


def test_every_case_has_both_languages_and_a_way_to_mend() -> None:
    from harvesters import messages

    incomplete = []
    for key, entry in messages.MESSAGES.items():
        mends = key.split(".")[0] in rules_page.RULES
        incomplete += [f"{key} {lang}" for lang in ("zh", "en") if not all(entry[lang][: 2 if mends else 1])]
    assert incomplete == []


def test_every_error_has_its_sentence() -> None:
    from harvesters import messages

    codes = set()
    for module in each():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and any("Error" in ast.unparse(b) for b in node.bases):
                codes |= {
                    ast.literal_eval(a.value) for a in node.body if isinstance(a, ast.Assign) and _names(a) == ["code"]
                }
    assert {code for code in codes if code not in messages.MESSAGES} == set()


def _names(node: ast.Assign) -> list[str]:
    return [ast.unparse(target) for target in node.targets]


def severities(module: Module) -> set[tuple[str, str]]:
    """(code, severity) wherever both stand in one call."""
    found = set()
    for call in [c for name in ("Finding", "_finding") for c in calls(module, name)]:
        codes = {str(a.value) for a in call.args if isinstance(a, ast.Constant)} & set(rules_page.RULES)
        named = re.findall(r"Severity\.(\w+)", " ".join(ast.unparse(a) for a in call.args))
        found |= {(code, severity.lower()) for code in codes for severity in named}
    return found


def test_documented_severities_are_those_of_the_source() -> None:
    emitted = {pair for module in each() for pair in severities(module)}
    assert {(code, s) for code, s in emitted if s not in rules_page.RULES[code][2].split(", ")} == set()


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for path in (p for p in tracked() if p.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


def test_the_map_of_the_tree_is_the_tree() -> None:
    """README's map names every room, and nothing that is not there."""
    text = (ROOT / "README.md").read_text("utf-8")
    (tree,) = re.findall(r"## Map.*?```\n(.*?)```", text, re.DOTALL)
    named: set[str] = set()
    stack: list[str] = []
    for line in tree.splitlines():
        if match := re.match(r"( *)([\w.\-/]+/?)(?:  |$)", line):
            depth = len(match[1]) // 2
            stack[depth:] = [match[2].rstrip("/")]
            named.add("/".join(stack))
    assert {name for name in named if not (ROOT / name).exists()} == set()
    top = {p.relative_to(ROOT).parts[0] for p in tracked()} - {"README.md", ".gitignore", ".gitattributes"}
    assert {name for name in top if name not in tree} == set()


def test_this_version_has_its_place_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
