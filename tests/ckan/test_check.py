"""The open door (issue 6): anybody's file is judged by the one gate, within bounds, and nothing of it stays."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import requests
import snapshot
from conftest import HOME, Portal, csrf_of
from departments import PLANTED, record

HEADER = "名称,邮编,地市"
CITIES = ("济南市", "青岛市", "淄博市")
GOOD = "\n".join([HEADER, *(f"图书馆{n},{250000 + n},{CITIES[n % 3]}" for n in range(1, 51))]) + "\n"
BAD = GOOD.replace("250037", "25037")
SECRET = GOOD.replace("图书馆9", f"负责人{PLANTED}")


def page(portal: Portal, files: Any, path: str = "/check", **form: str) -> requests.Response:
    """Fill in the form as a browser does."""
    session = requests.Session()
    token = csrf_of(session.get(portal.url + path, timeout=30).text)
    sent = {"_csrf_token": token, "answer": "page", **form}
    return session.post(portal.url + path, sent, files=files, headers={"Referer": portal.url}, timeout=120)


def action(portal: Portal, files: Any, **form: str) -> requests.Response:
    return requests.post(f"{portal.url}/api/3/action/sd_check", form, files=files, timeout=120)


def words(answer: requests.Response) -> str:
    return json.dumps(answer.json(), ensure_ascii=False)


def upload(text: str = BAD, name: str = "图书馆.csv", codec: str = "utf-8") -> list[tuple[str, tuple[str, bytes]]]:
    return [("upload", (name, text.encode(codec)))]


def test_the_page_and_the_action_say_the_same(portal: Portal) -> None:
    taken = json.loads(page(portal, upload(), answer="json").text)
    answered = action(portal, upload()).json()
    assert answered["success"]
    assert taken == answered["result"]
    (finding,) = taken["findings"]
    assert (taken["verdict"], finding["row"], finding["column"]) == ("returned", 38, "邮编")


def test_the_page_shows_the_cell_among_its_neighbours(portal: Portal) -> None:
    shown = page(portal, upload()).text
    assert 'data-verdict="returned"' in shown
    assert 'data-row="38" data-column="邮编"' in shown
    assert "图书馆36" in shown
    assert "Did not pass" in page(portal, upload(), "/en/check").text


def test_a_note_is_no_piece_of_advice(portal: Portal) -> None:
    """The tiles say what the sentence of the verdict says."""
    shown = page(portal, upload(GOOD.replace("青岛市", "济南市").replace("淄博市", "济南市"))).text
    assert "0 处错误，0 条提醒" in shown
    assert "<b>0</b><span>提醒</span>" in shown
    assert "Q26" in shown


def test_the_answer_to_take_away(portal: Portal) -> None:
    answer = page(portal, upload(), answer="csv")
    (line,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (line["row"], line["column"], line["value"]) == ("38", "邮编", "25037")
    answer = page(portal, upload(), answer="xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    cell = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]["B38"]
    assert (cell.value, "邮编" in cell.comment.text) == ("25037", True)


def test_no_number_of_a_person_comes_back(portal: Portal) -> None:
    for form in ("page", "json", "csv"):
        text = page(portal, upload(SECRET), answer=form).text
        assert PLANTED not in text
        assert "G-10" in text
    refused = page(portal, upload(SECRET), answer="xlsx")
    assert refused.status_code == 400
    assert "不再生成它的副本" in refused.text


def test_a_record_or_a_dictionary_goes_with_it(portal: Portal) -> None:
    given = json.dumps(record("30701310711/000001"), ensure_ascii=False)
    codes = {f["code"] for f in action(portal, upload(GOOD), record=given).json()["result"]["findings"]}
    assert "V-13" in codes, "with a record, a table needs its dictionary"
    schema = json.dumps({"fields": [{"name": n, "type": "integer"} for n in HEADER.split(",")]}, ensure_ascii=False)
    found = action(portal, upload(GOOD), schema=schema).json()["result"]["findings"]
    assert {f["column"] for f in found} >= {"名称", "地市"}


def test_a_published_dictionary_applies(portal: Portal) -> None:
    listed = portal.ckan().action.package_search(q="*:*", rows=1, fq="res_format:CSV")["results"][0]
    resource = listed["resources"][0]
    rows = requests.get(resource["url"], timeout=30).content
    form = {"dataset": f"dataset:{listed['name']}/{resource['id']}", "answer": "json"}
    assert page(portal, [("upload", ("a.csv", rows))], **form).json()["verdict"] == "pass"
    wrong = rows.decode("utf-8-sig").split("\n", 1)
    answer = page(portal, [("upload", ("a.csv", ("改过的列," + wrong[0] + "\n" + wrong[1]).encode()))], **form)
    assert answer.json()["verdict"] == "returned"


def test_a_model_table_applies_at_both_doors(portal: Portal) -> None:
    template = requests.get(f"{portal.url}/publish/template.xlsx?model=public-libraries", timeout=30).content
    assert (
        page(portal, [("upload", ("馆.xlsx", template))], dataset="model:public-libraries", answer="json").json()[
            "verdict"
        ]
        == "pass"
    )
    assert action(portal, upload(), model="public-libraries").json()["result"]["verdict"] == "returned"


def test_a_dictionary_that_is_not_public_is_none(portal: Portal) -> None:
    answer = action(portal, upload(), dataset="no-such-dataset")
    assert answer.status_code == 409
    assert "没有找到数据集" in words(answer)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "没有收到文件"),
        ([("upload", ("", b"a"))], "没有收到文件"),
        ([("a", ("同名.csv", b"a,b\n1,2\n")), ("b", ("同名.csv", b"a,b\n1,2\n"))], "同名"),
        ([("upload", ("长" * 90 + ".csv", b"a,b\n1,2\n"))], "文件名不能用"),
        ([("upload", ("../../etc/passwd", b""))], "Q26"),
    ],
)
def test_what_cannot_be_taken_is_said(portal: Portal, files: Any, said: str) -> None:
    assert said in words(action(portal, files or None))


def test_a_form_without_its_token_is_refused(portal: Portal) -> None:
    answer = requests.post(f"{portal.url}/check", {"answer": "json"}, files=upload(), timeout=60)
    assert answer.status_code == 400
    assert "verdict" not in answer.text


def test_what_is_too_large_is_refused_before_it_is_read(portal: Portal) -> None:
    """By nginx from the length that is declared; and by the server, should somebody come past nginx."""
    for path in ("/check", "/en/check", "/api/3/action/sd_check"):
        began = time.monotonic()
        with requests.Session() as session:
            asked = requests.Request("POST", portal.url + path, data=b"", headers={"Content-Type": "text/plain"})
            ready = session.prepare_request(asked)
            ready.headers["Content-Length"] = str(600 << 20)
            answer = session.send(ready, timeout=20)
        assert answer.status_code == 413, path
        assert "50 MB" in answer.text
        assert time.monotonic() - began < 3


def test_the_server_itself_refuses_what_is_too_large(wsgi: Any, portal: Portal) -> None:
    from werkzeug.test import Client

    for path in ("/check", "/api/3/action/sd_check"):
        declared = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(600 << 20)}
        answer = Client(wsgi).post(path, base_url=portal.url, environ_overrides=declared)
        assert answer.status_code == 413, path


# -- nothing stays


@pytest.fixture
def untouched(inside: None) -> Iterator[None]:
    before, files = snapshot.everything(), _files()
    yield
    assert snapshot.changed(before, snapshot.everything()) == []
    assert _files() == files


def _files() -> set[Path]:
    places = [HOME / name for name in ("stage", "tmp", "nginx/body", "storage", "files")]
    found = {path for place in places for path in place.rglob("*") if path.is_file()}
    return {path for path in found if path.suffix not in (".lock", ".pyc")}


def test_nothing_is_kept(portal: Portal, untouched: None) -> None:
    """No row, no staged byte, no temporary file, no line in a log: neither of what passed nor of what failed."""
    mark = "白浪河图书馆七七八"
    size = {path: path.stat().st_size for path in (HOME / "log").iterdir()}
    for text in (GOOD, BAD, SECRET, "", "\0\1\2" * 9):
        for form in ("page", "json", "csv", "xlsx"):
            page(portal, upload(text.replace("图书馆5", mark), f"{mark}.csv"), answer=form)
        action(portal, upload(text.replace("图书馆5", mark), f"{mark}.csv"))
    for path in (HOME / "log").iterdir():
        written = path.read_bytes()[size.get(path, 0) :]
        assert mark.encode() not in written, path
        assert ascii(mark).strip("'").encode() not in written, path
        assert PLANTED.encode() not in written, path


# -- bounds


@pytest.fixture
def heavy() -> bytes:
    rows = "".join(f"图书馆{n},{250000 + n % 999},济南市,{n},2024-01-01\n" for n in range(150_000))
    return f"名称,邮编,地市,序号,日期\n{rows}".encode()


def test_readers_are_served_while_checks_run_and_those_beyond_the_bound_are_told(portal: Portal, heavy: bytes) -> None:
    """Eight large files at once: some are judged, the others hear at once when to come again; pages stay quick."""
    answers: list[requests.Response] = []

    def ask() -> None:
        answers.append(action(portal, [("upload", ("大.csv", heavy))]))

    asking = [threading.Thread(target=ask) for _ in range(8)]
    for one in asking:
        one.start()
    times = []
    time.sleep(0.5)
    while any(one.is_alive() for one in asking):
        began = time.monotonic()
        assert requests.get(f"{portal.url}/about", timeout=30).status_code == 200
        times.append(time.monotonic() - began)
    for one in asking:
        one.join()
    judged = [a for a in answers if a.status_code == 200]
    busy = [a for a in answers if a.status_code == 503]
    assert len(judged) >= 2
    assert len(judged) + len(busy) == 8
    assert busy
    for answer in busy:
        assert "自检台正忙" in words(answer)
        assert int(answer.headers["Retry-After"]) >= 1
    assert sorted(times)[int(len(times) * 0.95)] < 2.0, times


def test_an_address_that_asks_too_often_is_told(inside: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from ckanext.sdopendata import check, config

    from harvesters.errors import Busy

    monkeypatch.setattr(config, "check_per_minute", lambda: 3)
    if time.time() % 60 > 55:
        time.sleep(6)
    address = f"192.0.2.{time.time_ns() % 250}"
    for number in range(1, 4):
        with check.turn(address):
            assert check.used(address) == number
    with pytest.raises(Busy) as refused, check.turn(address):
        pass
    assert refused.value.params["reason"] == "rate"
    with check.turn("198.51.100.7"):
        pass


def test_what_a_killed_process_left_is_swept(inside: None) -> None:
    from ckanext.sdopendata import check

    with check.turn("inside") as folder:
        pass
    folder.mkdir(parents=True)
    (folder / "rest.csv").write_bytes(b"a")
    check.sweep()
    assert not folder.exists()
