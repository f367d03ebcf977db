"""A walk over a portal that was just set up: every kind of page answers, and the seeds are all there.

``python tests/fresh/walk.py SD_HOME`` (standard library only)
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any


def main(home: Path) -> int:
    portal = Path(__file__).resolve().parents[2] / "portal"
    done = subprocess.run([str(portal), "status", "--json"], capture_output=True, text=True)
    status = json.loads(done.stdout)
    url, counts = status["url"], status["counts"]
    logins = json.loads((home / "logins.json").read_text("utf-8"))
    faults: list[str] = []

    def expect(what: str, truth: bool, seen: object = "") -> None:
        print(("ok    " if truth else "FAULT ") + what, "" if truth else seen)
        if not truth:
            faults.append(what)

    def get(path: str, token: str | None = None) -> tuple[int, bytes]:
        request = urllib.request.Request(url + path, headers={"Authorization": token} if token else {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def api(action: str, token: str | None = None, **query: str) -> Any:
        code, body = get(f"/api/3/action/{action}?{urllib.parse.urlencode(query)}", token)
        return json.loads(body)["result"] if code == 200 else {"http": code}

    expect("every service runs", set(status["services"].values()) == {"RUNNING"}, status["services"])
    with (portal.parent / "datasets_seed/expected.csv").open(encoding="utf-8") as table:
        outcomes = [line["outcome"] for line in csv.DictReader(table)]
    expect("the seeds are public", counts["datasets"] >= outcomes.count("published"), counts)
    expect("the faulty ones are returned", counts["returned"] >= outcomes.count("returned"), counts)
    found = api("package_search", rows="100")
    names = [package["name"] for package in found["results"]]
    expect("search lists them", found["count"] == counts["datasets"], found["count"])
    for path in [
        "/",
        "/dataset",
        "/group",
        "/organization",
        "/about",
        "/user/login",
        *(f"/dataset/{n}" for n in names),
    ]:
        code, body = get(path)
        expect(f"{path} answers 200 in Chinese", code == 200 and 'lang="zh' in body.decode("utf-8", "replace"), code)
    for package in found["results"]:
        for resource in package["resources"]:
            code, body = get(urllib.parse.urlsplit(resource["url"]).path)
            expect(f"{package['name']}: the file is there", code == 200 and len(body) == resource["size"], code)
            rows = api("datastore_search", resource_id=resource["id"], limit="1")
            expect(f"{package['name']}: its rows are there", rows.get("total", 0) > 0, rows)
    for word in ("济南", "机场", "行政区划"):
        expect(f"{word} is found", api("package_search", q=word)["count"] > 0)
    expect("a word that is nowhere finds nothing", api("package_search", q="不存在的词汇串")["count"] == 0)
    for name in ("operator", "reviewer", "clerk"):
        me = api("user_show", logins[name]["token"], id=name)
        expect(f"{name}'s token works", me.get("name") == name, me)
    expect("a stranger cannot read accounts", api("user_show", id="clerk") == {"http": 403})
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
