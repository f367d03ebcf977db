"""Every registered action and every URL rule, asked by a stranger: what an attacker with the manual would try.

New actions and rules are walked by themselves, with arguments guessed from the names that CKAN uses. Asked in this
process, so that a test can take a wall away and see that it was one.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from conftest import Portal, csrf_of
from states import PREFIX, Catalogue
from werkzeug.test import Client

ANONYMOUS = "anonymous"
# Names that CKAN's actions give to an id; an action takes those that it knows.
ID_KEYS = (
    "id",
    "name",
    "name_or_id",
    "package_id",
    "dataset_id",
    "resource_id",
    "object",
    "subject",
    "ref",
    "match__id",
)
MORE = {
    "limit": 1000,
    "all_fields": True,
    "include_datasets": True,
    "include_dataset_count": True,
    "include_users": True,
}
TEXTS: list[dict[str, Any]] = [{}, {"incomplete": PREFIX, "q": PREFIX, "query": f"name:{PREFIX}", **MORE}]
#: Arguments that nobody could guess from names.
KNOWN: dict[str, list[dict[str, Any]]] = {
    "package_search": [
        {
            "q": "*:*",
            "rows": 1000,
            "facet.field": ["keywords", "tags", "name", "organization", "groups"],
            "facet.limit": -1,
        },
        {"q": f"{PREFIX}*", "rows": 1000, "include_drafts": True, "include_private": True, "include_deleted": True},
        {"fq": "state:draft", "rows": 1000},
        {
            "q": "*:*",
            "fl": ["name", "sd_form", "sd_sounds", "sd_sounds_title", "sd_title_key", "data_domain"],
            "rows": 1000,
        },
        {"q": "*:*", "sort": "sd_title_key asc", "facet.field": ["data_domain"], "rows": 1000},
        {"q": "*:*", "fq": "sd_sounds:yanshigongjiao OR sd_title_key:yan*", "rows": 1000},
        {"fq": "+state:(draft OR active) +permission_labels:*", "rows": 1000},
        {"fq_list": ["state:draft"], "use_default_schema": True, "rows": 1000},
    ],
    "resource_search": [{"query": "url:sd-doors"}, {"query": ["name:线路", "format:CSV"]}],
    "datastore_search": [{"resource_id": "_table_metadata", "limit": 32000}],
    "datastore_info": [{"id": "_table_metadata"}],
    "member_list": [{"id": "demo"}, {"id": "road-transport"}],
    "dcat_catalog_search": [{"q": f"{PREFIX}*", "format": "ttl"}],
    "dcat_catalog_show": [{"q": f"{PREFIX}*", "format": "xml"}],
}
NOISE = re.compile(
    r'name="_csrf_token"[^>]*>|<meta name="csrf[^>]*>|<updated>[^<]*|/webassets/[^"]*'
    r"|(?:Date|Set-Cookie|Content-Length|ETag): [^\n]*\n"
)
BLANK_NODE = re.compile(r"\bN[0-9a-f]{32}\b")


@dataclass(frozen=True)
class Ask:
    """One request. ``label``: the action or endpoint; ``sent``: names and ids in it, which an answer may repeat."""

    who: str
    label: str
    path: str
    method: str = "GET"
    body: Mapping[str, Any] | None = None
    sent: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.path} {dict(self.body or {})}"


@dataclass(frozen=True)
class Answer:
    ask: Ask
    status: int
    headers: str
    body: str

    @property
    def text(self) -> str:
        return f"{self.headers}\n{self.body}"

    def repeats(self, value: str) -> bool:
        return any(value in sent for sent in self.ask.sent.values())


@dataclass(frozen=True)
class Leak:
    ask: Ask
    what: str

    def __str__(self) -> str:
        return f"{self.what} ← {self.ask}"


class Walker:
    """Asks as anonymous and as an editor of another organisation: the API with a token, pages with a cookie."""

    def __init__(self, wsgi: Any, portal: Portal, catalogue: Catalogue) -> None:
        self.catalogue, self.portal = catalogue, portal
        self.rules = list(wsgi._wsgi_app.url_map.iter_rules())
        self.people = {ANONYMOUS: Client(wsgi), "stranger": Client(wsgi)}
        self.csrf = {ANONYMOUS: self._csrf(ANONYMOUS, "/user/login")}
        self._log_in("stranger", catalogue.stranger)
        hidden = catalogue.handles("all")
        kinds = {handle.split(".")[1]: _like(value) for handle, value in hidden.items()}
        self.free = {handle: kinds[handle.split(".")[1]] for handle in hidden}
        self.hidden = sorted(catalogue.hidden())

    def _csrf(self, who: str, path: str) -> str:
        return csrf_of(self.people[who].get(path, base_url=self.portal.url).get_data(as_text=True))

    def _log_in(self, who: str, account: str) -> None:
        form = {"login": account, "password": self.portal.logins[account]["password"]}
        form["_csrf_token"] = self._csrf(who, "/user/login")
        self.people[who].post("/user/login", data=form, base_url=self.portal.url, headers={"Referer": self.portal.url})
        self.csrf[who] = self._csrf(who, f"/user/edit/{account}")

    # -- asking

    def answer(self, ask: Ask) -> Answer:
        if ask.path.startswith("/api/3/action/"):
            token = self.portal.logins[self.catalogue.stranger]["token"]
            headers = {} if ask.who == ANONYMOUS else {"Authorization": token}
            client = Client(self.people[ANONYMOUS].application, use_cookies=False)
            got = client.post(ask.path, json=ask.body, base_url=self.portal.url, headers=headers)
        else:
            client, more = self.people[ask.who], {"headers": {"Referer": self.portal.url}}
            if ask.method == "POST":
                more["data"] = {**(ask.body or {}), "_csrf_token": self.csrf[ask.who]}
            got = client.open(ask.path, method=ask.method, base_url=self.portal.url, **more)
        body = got.get_data().decode("utf-8", "replace")
        got.close()
        return Answer(ask, got.status_code, str(got.headers), body)

    def leaks(self, asks: Iterator[Ask]) -> Iterator[Leak]:
        """What no answer may hold; and answers that tell a hidden name from a free one."""
        logging.disable(logging.CRITICAL)  # thousands of refusals
        try:
            yield from self._leaks(asks)
        finally:
            logging.disable(logging.NOTSET)

    def _leaks(self, asks: Iterator[Ask]) -> Iterator[Leak]:
        twins: dict[str, tuple[int, str]] = {}
        for ask in asks:
            answer = self.answer(ask)
            yield from self.found(answer)
            handles = {h: v for h, v in ask.sent.items() if h in self.free}
            if handles:
                twin = _exchange(ask, {value: self.free[handle] for handle, value in handles.items()})
                if str(twin) not in twins:
                    twins[str(twin)] = _plain(self.answer(twin))
                if (mine := _plain(answer)) != twins[str(twin)]:
                    yield Leak(ask, f"tells it from a free one: {_difference(mine, twins[str(twin)])}")

    def found(self, answer: Answer) -> Iterator[Leak]:
        nobodys = [self.catalogue.person] if answer.ask.who == ANONYMOUS else []
        for value in (*self.hidden, *nobodys):
            if value in answer.text and not answer.repeats(value):
                yield Leak(answer.ask, f"{value} ({answer.status})")

    # -- what to ask

    def asks(self, first: str = "") -> Iterator[Ask]:
        """Everything; what ``first`` (a pattern of labels) names comes first."""
        everything = [*self.actions(), *self.pages()]
        yield from sorted(everything, key=lambda ask: not (first and re.search(first, ask.label)))

    def actions(self) -> Iterator[Ask]:
        from ckan import logic

        logic.get_action("package_search")
        approved, conditional = (self.catalogue.cases[name].handles for name in ("approved", "conditional"))
        public = ["demo", "road-transport", self.catalogue.accounts[0], conditional["name"], conditional["resource"]]
        public += [conditional["report"], *(approved[kind] for kind in ("name", "resource", "report"))]
        for action in sorted(logic._actions):
            hidden = self.catalogue.handles("report" if "report" in action else "")
            asked = [*(("public", name) for name in public), *hidden.items()]
            for who in self.people:
                path = f"/api/3/action/{action}"
                for body in (*TEXTS, *KNOWN.get(action, ())):
                    yield Ask(who, action, path, "POST", body)
                for handle, value in asked:
                    yield Ask(who, action, path, "POST", _everywhere(value), {handle: value})

    def pages(self) -> Iterator[Ask]:
        seen = set()
        for rule in self.rules:
            if rule.endpoint in ("api.action", "static", "webassets.index", "user.logout"):
                continue
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                if (rule.rule, method) in seen:  # two endpoints at one address: the first answers
                    continue
                seen.add((rule.rule, method))
                for who in self.people:
                    yield from self._page(rule, method, who)

    def _page(self, rule: Any, method: str, who: str) -> Iterator[Ask]:
        built = set()
        for values, sent in self._fillings(rule, method):
            found = rule.build({**(rule.defaults or {}), **values}, append_unknown=False)
            assert found is not None, f"no address for {rule}"
            if found[1] in built:
                continue
            built.add(path := found[1])
            yield Ask(who, rule.endpoint, path, method, FORM if method == "POST" else None, sent)
            if method == "GET" and not sent:
                yield Ask(who, rule.endpoint, f"{path}?{ASKED}", method)

    def _fillings(self, rule: Any, method: str) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
        """Values for a rule's arguments, and which names of ours they are."""
        if not rule.arguments:
            yield {}, {}
            return
        if "report_id" in rule.arguments:
            reports = {**self.catalogue.handles("report")}
            reports["conditional.report"] = self.catalogue.cases["conditional"].handles["report"]
            for form in REPORT_FORMS if "form" in rule.arguments else ("",):
                for handle, value in reports.items():
                    yield {"report_id": value, **({"form": form} if form else {})}, {handle: value}
        for name, kind in (("draft", "name"), ("draft", "id"), ("heldbyhand", "name"), *PUBLIC_PAGES):
            if method == "POST" and (name, kind) != ("draft", "name"):
                continue
            handles = self.catalogue.cases[name].handles
            values = {argument: _value(argument, handles, kind) for argument in rule.arguments}
            used = {k: v for k, v in handles.items() if v in values.values()}
            yield values, {f"{name}.{k}": v for k, v in used.items()}
        top = rule.rule.strip("/").split("/")[0]
        for public in NAMES.get(top, ()) if top in NAMES else ("demo", "road-transport", self.catalogue.accounts[0]):
            known = dict.fromkeys(("name", "id", "resource"), public)
            yield {a: _value(a, known, "name") for a in rule.arguments}, {"public": public}
        if top == "source":
            for name in self.catalogue.accounts:
                yield dict.fromkeys(rule.arguments, name), {"public": name}


REPORT_FORMS = ("report.json", "report.txt", "findings.csv", "annotated.xlsx")
PUBLIC_PAGES = (("published", "name"), ("approved", "name"), ("conditional", "name"))
NAMES = {
    "dataset": (),
    "datastore": (),
    "report": (),
    "source": (),
    "group": ("road-transport",),
    "organization": ("demo",),
}
FORM = {"id": "", "q": PREFIX, "save": "1", "email": "a@example.org", "login": "a"}
ASKED = urlencode({"q": f"{PREFIX}*", "incomplete": PREFIX, "limit": 100})


def _value(argument: str, handles: Mapping[str, str], kind: str) -> Any:
    known = {"resource_id": "resource", "view_id": "resource", "report_id": "report"}.get(argument, kind)
    fixed = {"ver": 2, "lang": "en", "_format": "ttl", "filename": "a.csv", "storage_name": "releases", "token": "t"}
    fixed |= {"form": REPORT_FORMS[0]}
    return fixed.get(argument) or handles.get(known) or handles[kind]


def _everywhere(value: str) -> dict[str, Any]:
    return {**dict.fromkeys(ID_KEYS, value), "object_type": "package", "user": value, "type": "", "q": value, **MORE}


def _like(value: str) -> str:
    """A free name or id of the same shape."""
    if re.fullmatch(r"[0-9a-f-]{36}", value):
        return str(uuid.uuid4())
    return value[: -len("0123456789")] + uuid.uuid4().hex[:10]


def _exchange(ask: Ask, words: Mapping[str, str]) -> Ask:
    def swap(text: Any) -> Any:
        for old, new in words.items():
            text = text.replace(old, new) if isinstance(text, str) else text
        return text

    body = {key: swap(value) for key, value in ask.body.items()} if ask.body is not None else None
    sent = {handle: swap(value) for handle, value in ask.sent.items()}
    return Ask(ask.who, ask.label, swap(ask.path), ask.method, body, sent)


def _plain(answer: Answer) -> tuple[int, str]:
    """An answer without what differs from request to request, and without the names that were asked for."""
    text = BLANK_NODE.sub("N", NOISE.sub("", answer.text))
    for value in sorted(answer.ask.sent.values(), key=len, reverse=True):
        text = text.replace(value, "⟨asked⟩")
    if "/rdf" in text or "rdf:" in text:  # a set: written in any order
        text = "\n".join(sorted(re.split(r"\n|\\n", text)))
    return answer.status, text


def _difference(mine: tuple[int, str], free: tuple[int, str]) -> str:
    if mine[0] != free[0]:
        return f"{mine[0]} instead of {free[0]}"
    lines = free[1].splitlines()
    return next((line.strip()[:160] for line in mine[1].splitlines() if line not in lines), "fewer lines")
