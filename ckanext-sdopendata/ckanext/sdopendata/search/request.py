"""What becomes of a ``package_search`` (DESIGN D7): a request that Solr cannot refuse.

A reader's words go to our analyses (``config/solr/schema-additions.xml``) as edismax; queries by field, as CKAN's own
pages and clients write them, pass. Nothing typed into ``q`` is an error. A parameter that ``package_search`` does not
need, or that could count what the reader may not see, is refused in words.
"""

from __future__ import annotations

import re
from typing import Any

from ckan.common import asbool
from ckan.lib.search.common import SearchQueryError

from harvesters.catalogue.record import FIELDS

from .fielded import CORE_FIELDS, fielded
from .query import MATCH_ALL, MATCH_NONE, free_text
from .synonyms import alike

#: Field^weight. The code that is meant, then the title that is meant, then words and pairs in titles, then anywhere.
QUERY_FIELDS = "code_whole^60 title_whole^40 title_icu^8 title_bi^6 body_icu^2 body_bi"
#: Asked for words of Latin letters only, and so light that no hit of the letters themselves stands below one.
SOUND_FIELDS = ("sd_sounds_title^0.002", "sd_sounds^0.001")

_SWITCHES = ("include_private", "include_drafts", "include_deleted", "use_default_schema")
_FACETS = ("facet", "facet.field", "facet.limit", "facet.mincount")
PARAMETERS = frozenset({"q", "fq", "fq_list", "rows", "start", "sort", "fl", "extras", "df", *_FACETS, *_SWITCHES})
KNOWN_FIELDS = CORE_FIELDS | frozenset(name for name, spec in FIELDS.items() if not spec.internal)

_SORT = re.compile(r"\s*[A-Za-z_]\w*\s+(?:asc|desc)\s*(?:,\s*[A-Za-z_]\w*\s+(?:asc|desc)\s*)*", re.IGNORECASE)
#: Many-valued or not kept by value: Solr cannot sort by these.
_UNSORTABLE = frozenset({"text", "urls", "res_name", "res_description", "data_dict", "validated_data_dict"})
_FIELD_NAME = re.compile(r"[A-Za-z_][\w.]*\*?|\*")
#: Their values are no facets: words of an analysis, stored JSON, and labels that name users.
_NO_FACET = re.compile(r"text|urls|.*_(?:icu|bi|ngram|dict|whole)|sd_.*|permission_labels|creator_user_id")
_LARGE = 1_000_000_000  # Solr counts in 32 bits


def rewrite(search_params: dict[str, Any]) -> dict[str, Any]:
    """``before_dataset_search``: the same parameters in a form that Solr cannot refuse.

    :raises SearchQueryError: an unknown parameter, an unreadable filter, order or field name; pages and API answer 400.
    """
    params = dict(search_params)
    unknown = sorted(str(name) for name in params.keys() - PARAMETERS)
    if unknown:
        raise SearchQueryError(f"不支持的检索参数：{'、'.join(unknown)}。Unsupported search parameters: {unknown}")
    _check_shapes(params)
    typed = str(params.get("q") or "").strip()
    found = fielded(typed, KNOWN_FIELDS)
    if found is not None and not found.free:
        params["q"] = " ".join(found.clauses)  # has a colon and no defType: CKAN hands it to Solr's own grammar
        return params
    if found is not None:
        params["fq_list"] = [*params.get("fq_list", []), *found.clauses]
        typed = " ".join(found.free)
    params["q"] = free_text(typed, alike, SOUND_FIELDS)
    if params["q"] not in (MATCH_ALL, MATCH_NONE):
        params |= {"defType": "edismax", "qf": QUERY_FIELDS, "mm": "100%", "tie": "0.1"}
    return params


def facets(without: str = "") -> dict[str, str]:
    """What a list can be narrowed by, in the order shown; a group's or department's page leaves out its own field.

    Titles in the page's language are the views' business.
    """
    found = {
        "groups": "开放类别",
        "data_domain": FIELDS["data_domain"].zh,
        "organization": "部门",
        "region_code": FIELDS["region_code"].zh,
        "open_type": FIELDS["open_type"].zh,
        "res_format": "格式",
        "update_cycle": FIELDS["update_cycle"].zh,
    }
    return {name: title for name, title in found.items() if name != without}


def _check_shapes(params: dict[str, Any]) -> None:
    """Bring every parameter but ``q`` into the form that CKAN and Solr expect, or refuse it."""
    filters = params.get("fq_list")
    if filters is not None:
        params["fq_list"] = list(filters) if isinstance(filters, list | tuple) else [filters]
    for text in (params.get("fq"), *params.get("fq_list", [])):
        if text and not _balanced(text):
            raise SearchQueryError(f"筛选条件无法识别：{text!r}。The filter cannot be read.")
    order = params.get("sort")
    if order and order != "rank" and (not _SORT.fullmatch(order) or _UNSORTABLE & set(re.findall(r"\w+", order))):
        raise SearchQueryError(f"排序方式无法识别：{order!r}。The order cannot be read.")
    fields = params.get("fl") or []
    for name in re.split(
        r"[\s,]+", " ".join(map(str, fields if isinstance(fields, list | tuple) else [fields])).strip()
    ):
        if name and not _FIELD_NAME.fullmatch(name):  # also: functions, which could count what is hidden
            raise SearchQueryError(f"返回字段无法识别：{name!r}。The field cannot be read.")
    for name in params.get("facet.field") or []:
        if not _FIELD_NAME.fullmatch(name) or _NO_FACET.fullmatch(name) or "*" in name:
            raise SearchQueryError(f"不能按此字段统计：{name!r}。No facet by this field.")
    for name in _SWITCHES:
        if name in params:
            params[name] = _switch(name, params[name])
    if "facet" in params:
        params["facet"] = "true" if _switch("facet", params["facet"]) else "false"
    if "facet.mincount" in params:  # 0 would list the values of datasets that the reader may not see
        params["facet.mincount"] = min(max(1, int(params["facet.mincount"])), _LARGE)
    if "facet.limit" in params:
        params["facet.limit"] = min(max(-1, int(params["facet.limit"])), _LARGE)
    if "start" in params:
        params["start"] = min(int(params["start"]), _LARGE)
    if not isinstance(params.get("extras", {}), dict):
        params["extras"] = {}


def _switch(name: str, value: object) -> bool:
    try:
        return bool(asbool(value))
    except ValueError as error:
        raise SearchQueryError(f"{name} 应为 true 或 false。{name} is true or false.") from error


def _balanced(text: object) -> bool:
    """Whether quotes and brackets close; a facet's value with a quote in it would otherwise be Solr's error."""
    if not isinstance(text, str) or any(c in text for c in "\0\x0b\x0c") or re.search(r"[\ud800-\udfff]", text):
        return False
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', " ", text, flags=re.DOTALL)
    depth = 0
    for char in re.sub(r"\\.", " ", outside):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == '"' or depth < 0:
            return False
    return depth == 0
