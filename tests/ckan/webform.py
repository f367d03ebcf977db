"""A form as a browser without scripts has it: its fields as they are filled in, sent by one of its buttons."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import requests


class _Reader(HTMLParser):
    """Fields of the form with this id; what stands in its selects and text areas, too."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.inside = wanted, False
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.select = self.area = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.wanted
            self.action = given.get("action", "") if self.inside else self.action
        if not self.inside:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and kind not in ("file", "submit"):
            if kind not in ("checkbox", "radio") or "checked" in given:
                self.fields.append((name, given.get("value", "")))
        elif tag == "select":
            self.select = name
            self.fields.append((name, ""))
        elif tag == "option" and self.select and ("selected" in given or self.fields[-1] == (self.select, "")):
            self.fields[-1] = (self.select, given.get("value", ""))
        elif tag == "textarea":
            self.area, self.words = name, []

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area:
            self.fields.append((self.area, "".join(self.words)))
            self.area = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class WebForm:
    """``who`` has logged in. Every answer is the next page, whose form can be sent again."""

    def __init__(self, who: requests.Session, url: str, form: str) -> None:
        self.who, self.form = who, form
        self._show(who.get(url, timeout=60))

    def _show(self, answer: requests.Response) -> None:
        self.answer, self.page, self.url = answer, answer.text, answer.url
        reader = _Reader(self.form)
        reader.feed(self.page)
        self.fields, self.action = reader.fields, urljoin(self.url, reader.action or self.url)

    def values(self) -> dict[str, str]:
        return dict(self.fields)

    def send(self, button: tuple[str, str], files: Mapping[str, Any] | None = None, **changed: Any) -> WebForm:
        """Press a button, after these fields were filled in."""
        kept = [(name, value) for name, value in self.fields if name not in changed]
        new = [(n, one) for n, value in changed.items() for one in (value if isinstance(value, list) else [value])]
        asked = {"headers": {"Referer": self.url}, "timeout": 120}
        self._show(self.who.post(self.action, [*kept, *new, button], files=files or None, **asked))  # type: ignore[arg-type]
        return self
