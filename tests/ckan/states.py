"""A catalogue with one dataset in each state, every part of each carrying a marker that stands nowhere else."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckanapi import RemoteCKAN, ValidationError
from ckanext.sdopendata.visibility import Level, State, level
from conftest import Portal
from departments import PLANTED, deliver, new_code, readable, record, run_source, table, until, upload

PREFIX = "zqmarker"
#: What a surface of each level shows: description, dictionary, rows, and (in the report) the name of the file.
#: Inner fields and the name of the delivery never leave the department.
SHOWN = {
    Level.FULL: {"description", "file", "structure", "data"},
    Level.STRUCTURE: {"description", "file", "structure"},
    Level.NOTHING: set(),
}
PARTS = ("description", "structure", "data", "inner", "guid", "file", "reason")


@dataclass
class Case:
    """One content in one state (None: an earlier release). ``handles``: names and ids to ask for it by, by kind."""

    name: str
    state: State | None
    open_type: str = "unconditional"
    plain_labels: bool = False  # the same dictionary as another case
    handles: dict[str, str] = field(default_factory=dict)
    salt: str = field(default_factory=lambda: uuid.uuid4().hex[:6])
    code: str = field(default_factory=new_code)
    edition: int = 1

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for part in PARTS if part != "structure" or not self.plain_labels)

    def marker(self, part: str) -> str:
        return f"{PREFIX}{self.name}{part}{self.salt}"

    def record(self, **more: Any) -> dict[str, Any]:
        words = self.marker("description")
        given = {
            "title": f"演示公交 {words}",
            "notes": f"测试数据 {words}，第 {self.edition} 稿。",
            "keywords": ["公交", words],
            "open_type": self.open_type,
            "share_use": self.marker("inner"),
            "contact_person": self.marker("inner"),
            "project_record_no": self.marker("inner"),
        }
        if self.open_type == "conditional":
            given["open_condition"] = f"需说明用途 {words}"
        return record(self.code, **{**given, **more})

    @property
    def labels(self) -> tuple[str, str]:
        return "线路名称" if self.plain_labels else f"线路{self.marker('structure')}", "站数"

    def rows(self, *more: list[str]) -> list[list[str]]:
        # a mark that cleaning takes away, so that the report of conditional data quotes a cell
        mark = "\u200b" if self.open_type == "conditional" else ""
        return [[f"{mark}1路 {self.marker('data')}", "20"], *more]

    def items(self) -> str:
        items = [{"name_zh": self.labels[0], "name_en": "line", "type": "C", "length": 90}]
        items += [{"name_zh": self.labels[1], "name_en": "stops", "type": "I"}]
        return json.dumps(items, ensure_ascii=False)

    def hand_in(self, who: RemoteCKAN, submit: bool, *more: list[str], owner: str = "demo") -> None:
        """By the second door: a draft with a file, and (``submit``) the wish that it be public."""
        package = who.action.package_create(**self.record(owner_org=owner))
        content = upload(table(self.rows(*more), self.labels), f"{self.marker('file')}.csv")
        given = {"package_id": package["id"], "name": f"线路 {self.marker('description')}", "items": self.items()}
        resource = who.action.resource_create(upload=content, **given)
        self.handles |= {"name": package["name"], "id": package["id"], "resource": resource["id"], "code": self.code}
        if submit:
            try:
                who.action.package_patch(id=package["id"], state="active")
            except ValidationError as answer:
                self.handles["report"] = answer.error_dict["report"][0].rsplit("/", 1)[1]

    def put(self, folder: Path, *more: list[str]) -> None:
        """By the first door: a delivery in a source's folder."""
        names = {"labels": self.labels, "file": f"{self.marker('file')}.csv"}
        shutil.rmtree(folder, ignore_errors=True)
        deliver(folder, self.record(), self.rows(*more), title=f"线路 {self.marker('description')}", **names)

    def shown(self, surface: str) -> set[str]:
        """The parts that a stranger sees there, as the visibility table says."""
        return set(self.parts) & SHOWN[level(self.state, self.open_type, surface) if self.state else Level.NOTHING]

    def hidden_everywhere(self) -> set[str]:
        """Markers that no surface shows to a stranger."""
        seen = set().union(*(self.shown(surface) for surface in ("page", "datastore", "file")))
        return {self.marker(part) for part in self.parts if part not in seen}


@dataclass
class Catalogue:
    cases: dict[str, Case]
    stranger: str
    accounts: tuple[str, ...]
    person: str  # the full name of an account: nobody's business
    source: Path  # the folder of the delegated source, which has its name
    app: Any

    def inside(self) -> AbstractContextManager[Any]:
        """An application context; never around requests, which would then share what CKAN keeps for one of them."""
        return self.app.test_request_context()

    def release_again(self, name: str) -> None:
        """A new edition of a published case, judged and promoted in this process, where walls may be missing."""
        from ckanext.sdopendata import harvest
        from ckanext.sdopendata.ledger import run_table

        case = self.cases[name]
        case.edition += 1
        case.put(self.source / case.marker("guid"))
        with self.inside():
            run = run_table.open_run(self.source.name, "test")
            harvest.run_slice(run)
            counts = until(lambda: (p := run_table.run_progress(run))["finished"] and p, 60)["counts"]
        assert counts["published"] == 1, counts

    def hidden(self) -> set[str]:
        """What no answer to a stranger may hold: markers, and the names and ids of what is not public."""
        markers = {marker for case in self.cases.values() for marker in case.hidden_everywhere()}
        return markers | set(self.handles("all").values())

    def handles(self, which: str = "") -> dict[str, str]:
        """``case.kind`` → name or id of what is not public: enough to ask by, every report, or all."""
        hidden = [case for case in self.cases.values() if case.state not in (State.PUBLISHED, None)]
        found = {f"{case.name}.{kind}": value for case in hidden for kind, value in case.handles.items()}
        if which == "all":
            return found
        enough = re.compile(
            r".*\.report" if which == "report" else r"draft\..*|heldbyhand\.(name|report)|returnedbyhand\.report"
        )
        return {handle: value for handle, value in found.items() if enough.fullmatch(handle)}


def build(portal: Portal, app: Any, root: Path) -> Catalogue:
    """Make it through the portal's own doors."""
    salt = uuid.uuid4().hex[:6]
    accounts = {role: f"walk-{role}-{salt}" for role in ("clerk", "novice", "both", "stranger")}
    person = f"{PREFIX}person{salt}"
    portal.add_account(accounts["clerk"], "editor", "demo", fullname=person)
    portal.add_account(accounts["novice"], "editor", "demo")
    portal.add_account(accounts["both"], "editor", "sd-transport", "demo")
    portal.add_account(accounts["stranger"], "editor", "sd-transport")
    listed = [
        Case("draft", State.DRAFT),
        Case("heldbyhand", State.HELD),
        Case("returnedbyhand", State.RETURNED),
        Case("returnedoftwo", State.RETURNED),
        Case("held", State.HELD),
        Case("returned", State.RETURNED),
        Case("published", State.PUBLISHED),
        Case("conditional", State.PUBLISHED, "conditional"),
        Case("approved", State.PUBLISHED),
        Case("superseded", None, plain_labels=True),
        Case("current", State.PUBLISHED, plain_labels=True),
        Case("beforeheld", State.PUBLISHED),
        Case("newerheld", State.HELD),
        Case("beforereturned", State.PUBLISHED),
        Case("newerreturned", State.RETURNED),
    ]
    cases = {case.name: case for case in listed}
    for older, newer in REPLACED:
        cases[newer].code = cases[older].code
    cases["draft"].hand_in(portal.ckan(accounts["clerk"]), submit=False)
    cases["heldbyhand"].hand_in(portal.ckan(accounts["novice"]), submit=True)
    cases["returnedbyhand"].hand_in(portal.ckan(accounts["novice"]), True, [PLANTED, "1"])
    Case("other", State.HELD).hand_in(portal.ckan(accounts["both"]), submit=True, owner="sd-transport")
    cases["returnedoftwo"].hand_in(portal.ckan(accounts["both"]), True, [PLANTED, "1"])
    approved = cases["approved"]
    approved.hand_in(portal.ckan(accounts["novice"]), submit=True)
    decision = {"id": approved.handles["report"], "action": "approve", "reason": approved.marker("reason")}
    portal.ckan("reviewer").action.sdopendata_report_decide(**decision)
    with app.test_request_context():
        source = _deliver_all(cases, readable(root), salt)
    names = (accounts["clerk"], f"account-{accounts['both']}", f"account-{accounts['novice']}")
    return Catalogue(cases, accounts["stranger"], names, person, source, app)


REPLACED = (("superseded", "current"), ("beforeheld", "newerheld"), ("beforereturned", "newerreturned"))


def _deliver_all(cases: dict[str, Case], root: Path, salt: str) -> Path:
    """What comes from sources: one without delegation, one with."""
    manual, trusted = root / f"manual-{salt}", root / f"trusted-{salt}"
    cases["held"].put(manual / cases["held"].marker("guid"))
    assert run_source(manual.name, manual, "demo")["held"] == 1
    first = ("published", "conditional", "superseded", "beforeheld", "beforereturned")
    places = {name: trusted / cases[name].marker("guid") for name in first}
    for name, place in places.items():
        cases[name].put(place)
    cases["returned"].put(trusted / cases["returned"].marker("guid"), [PLANTED, "1"])
    counts = run_source(trusted.name, trusted, "demo", "unconditional", "conditional")
    assert (counts["published"], counts["returned"]) == (5, 1), counts
    for older, newer in REPLACED:
        more = [[PLANTED, "1"]] if newer == "newerreturned" else []
        cases[newer].put(places[older], *more)
    counts = run_source(trusted.name, trusted, "demo", "unconditional", "conditional")
    assert [counts[outcome] for outcome in ("published", "held", "returned")] == [1, 1, 2], counts
    _look_up(cases, (manual.name, trusted.name))
    return trusted


def _look_up(cases: dict[str, Case], sources: tuple[str, ...]) -> None:
    """The reports of what was delivered, and the addresses of what is public."""
    from ckan.plugins import toolkit as tk
    from ckanext.sdopendata import ledger

    by_words = {case.marker("description"): case for case in cases.values()}
    for item in (item for source in sources for item in ledger.items(source=source)):
        for words, case in by_words.items():
            if words in item["title"]:
                case.handles["report"] = item["report_id"]
    for case in (cases["held"], cases["returned"]):
        case.handles["code"] = case.code
    for case in cases.values():
        if case.state is State.PUBLISHED:
            name = "sd-" + case.code.lower().replace("/", "-")
            package = tk.get_action("package_show")({"ignore_auth": True}, {"id": name})
            case.handles |= {"name": name, "id": package["id"], "resource": package["resources"][0]["id"]}
