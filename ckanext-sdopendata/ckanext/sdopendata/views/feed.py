"""Atom feeds for people's readers: in their language, each entry leads to its page, and the links between pages work.

CKAN's own are marked as English, link to the API, and page by addresses that lead nowhere (2.12.0).
"""

from __future__ import annotations

import math
import re
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.views.feed import CKANFeed

from .shell import site_title

_NAME = re.compile(r'"(.*)"$')
_LAST = re.compile(r"=(\d+(?:\.\d+)?)$")


class Feed(CKANFeed):
    """What CKAN hands over, put right. ``last_page`` holds a number of pages with a fraction."""

    def __init__(self, feed_title: str, feed_link: str, feed_description: str, **given: Any) -> None:
        args, about = tk.request.args.to_dict(), tk.request.view_args or {}
        kind = str(tk.request.endpoint).rpartition(".")[2]
        named = _NAME.search(feed_title)
        subject = named[1] if named else " ".join(filter(None, (args.get("q", ""),)))
        page = int(args.get("page", 1) or 1)
        number = _LAST.search(str(given.get("last_page") or ""))
        last = max(1, math.floor(float(number[1]))) if number else page

        def to(target: int) -> str:
            more = {**args, "page": target} if target > 1 else {k: v for k, v in args.items() if k != "page"}
            return str(tk.h.url_for(tk.request.endpoint, **about, **more, _external=True))

        title = f"{site_title()} · {subject}" if subject else site_title()
        super().__init__(
            title,
            _page_of(kind, about, args),
            tk._("New and changed datasets of {title}").format(title=title),
            language="zh-Hans" if str(tk.h.lang()).startswith("zh") else "en",
            author_name=site_title(),
            feed_guid=to(1),
            feed_url=to(page),
            previous_page=to(page - 1) if page > 1 else None,
            next_page=to(page + 1) if page < last else None,
            first_page=to(1),
            last_page=to(last),
        )

    def add_item(self, **entry: Any) -> None:
        """The page alone: CKAN would add the API's address twice, as if it were one."""
        kept = {key: value for key, value in entry.items() if key != "enclosure"}
        super().add_item(**{**kept, "link": entry["unique_id"]})


def _page_of(kind: str, about: dict[str, Any], args: dict[str, str]) -> str:
    """The page that shows the same datasets."""
    if kind in ("group", "organization"):
        return str(tk.h.url_for(f"{kind}.read", id=about["id"], _external=True))
    query = {"tags": about["id"]} if kind == "tag" else {key: args[key] for key in ("q", "sort") if args.get(key)}
    return str(tk.h.url_for("dataset.search", **query, _external=True))
