"""``q`` of ``datastore_search`` in Chinese: rows that contain each of the words, as the table's page finds them.

PostgreSQL's text search takes a cell without spaces for one word, so that 济南 is not found in 济南遥墙国际机场.
"""

from __future__ import annotations

import re
from typing import Any

from ckanext.datastore.backend.postgres import identifier

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_RANK = "float"  # what CKAN calls the type of the ranks that it adds to the columns


def narrowed(data_dict: dict[str, Any], types: dict[str, str], query: dict[str, Any]) -> dict[str, Any]:
    """CKAN's query with its conditions for Chinese words replaced. ``plain=false`` is its own language and stays so, as
    ``full_text`` does, whose condition looks like that of ``q``."""
    asked = data_dict.get("q")
    if not asked or data_dict.get("full_text") or not data_dict.get("plain", True):
        return query
    columns = [name for name, kind in types.items() if kind != _RANK and name != "_id"]
    wanted = {"query": (asked, columns)} if isinstance(asked, str) else _by_column(asked, columns)
    where = list(query["where"])
    for number, (alias, (words, names)) in enumerate(wanted.items()):
        if isinstance(words, str) and _CHINESE.search(words):
            where = [one for one in where if not one[0].endswith(f"@@ {identifier(alias)}")]
            where += _conditions(words, names, f"sd_found_{number}")
    if where == query["where"]:
        return query
    # not by rank, which is the same for all; without an order they come as in the file
    return {**query, "where": where, "sort": query["sort"] if data_dict.get("sort") else []}


def _by_column(asked: Any, columns: list[str]) -> dict[str, tuple[Any, list[str]]]:
    return {f"query {name}": (words, [name]) for name, words in asked.items() if name in columns}


def _conditions(words: str, columns: list[str], prefix: str) -> list[tuple[str, dict[str, str]]]:
    cells = ", ".join(f"{identifier(name)}::text" for name in columns)
    return [
        (f"strpos(lower(concat_ws(chr(10), {cells})), :{prefix}_{number}) > 0", {f"{prefix}_{number}": word.lower()})
        for number, word in enumerate(dict.fromkeys(words.split()))
    ]
