"""Chinese search (DESIGN D7): what the index holds beside CKAN's own fields, and what becomes of a ``package_search``.

A reader's words go to our analyses (``config/solr/schema-additions.xml``) as edismax; queries by field, as CKAN's own
pages and clients write them, pass. Nothing typed into ``q`` is an error. A parameter that ``package_search`` does not
need, or that could count what the reader may not see, is refused in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ckan.common import asbool
from ckan.lib.search.common import SearchQueryError

from harvesters.catalogue import codelists
from harvesters.catalogue.record import FIELDS

from . import search_pinyin
from .search_fielded import CORE_FIELDS, fielded
from .search_form import form
from .search_query import MATCH_ALL, MATCH_NONE, free_text
from .search_synonyms import alike

_JOINED = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]+")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Field^weight. The code that is meant, then the title that is meant, then words and pairs in titles, then anywhere.
QUERY_FIELDS = "code_whole^60 title_whole^40 title_icu^8 title_bi^6 body_icu^2 body_bi"
#: Asked for words of Latin letters only, and so light that no hit of the letters themselves stands below one.
SOUND_FIELDS = ("sd_sounds_title^0.002", "sd_sounds^0.001")
_SOUND_CHARS = 600  # of a description
_KEY_CHARS = 1000

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
_TERM_BYTES = 32_766  # Lucene's limit for one untokenised value
_TEXT_TYPED = re.compile(r"(?:extras_|res_).*|title|notes|author.*|maintainer.*|data_dict|validated_data_dict")

#: Coded fields whose names people search for.
_TOPICS = ("category", "data_domain", "theme", "base_library", "application_field", "subject_type", "industry_code")


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


def index_fields(pkg_dict: Mapping[str, Any], items: Iterable[str], more: Iterable[str] = ()) -> dict[str, Any]:
    """``before_dataset_index``: CKAN's document with what people search for and it does not hold (it has slugs, codes).

    :param items: labels of the data dictionary of every table (经度, 邮政编码 …).
    :param more: further names to be found by.
    """
    record = _record(pkg_dict)
    title, notes = str(record.get("title") or ""), str(record.get("notes") or "")
    codes: list[object] = [record.get("identifier"), *_listed(record.get("related_codes"))]
    own: list[object] = [*_listed(record.get("keywords")), *items, *_organisation_names(record.get("organization"))]
    own += [*_topics(record), *_places(str(record.get("region_code") or ""))]
    own += [group.get("title") for group in record.get("groups") or []]
    words = [record.get("catalog_class_label"), record.get("source_system"), record.get("provider_unit")]
    words += [*_parts_of_names(title, notes), *more]
    names = [str(resource.get("name") or "") for resource in record.get("resources") or []]
    heard = search_pinyin.sounds([*_texts(own), *names]) | search_pinyin.sounds([notes[:_SOUND_CHARS]], initials=False)
    fields = {
        "sd_form": form(),
        "sd_codes": _texts(codes),
        "sd_words": _texts([*own, *words]),
        "sd_sounds_title": " ".join(sorted(search_pinyin.sounds([title]))),
        "sd_sounds": " ".join(sorted(heard)),
        "sd_title_key": search_pinyin.order_key(title)[:_KEY_CHARS],
        "data_domain": _listed(record.get("data_domain")),
    }
    return {**pkg_dict, **_shortened(pkg_dict), **fields}


def _parts_of_names(*texts: str) -> list[str]:
    """OurAirports is found by airports: a name that is written as one has words in it all the same."""
    joined = {word for text in texts for word in _JOINED.findall(text)}
    return [_SEAM.sub(" ", word) for word in sorted(joined)]


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


def _record(pkg_dict: Mapping[str, Any]) -> Mapping[str, Any]:
    """The dataset as ``package_show`` answers it: lists are lists there, organisation and groups have titles."""
    shown = json.loads(pkg_dict["validated_data_dict"]) if "validated_data_dict" in pkg_dict else pkg_dict
    return shown if isinstance(shown, dict) else pkg_dict


def _organisation_names(organization: object) -> list[str]:
    if not isinstance(organization, dict):
        return []
    known = codelists.organisations().get(str(organization.get("name")))
    names = [known.zh, known.en, *codelists.aliases_of(known)] if known else []
    return [str(organization.get("title") or ""), *names]


def _topics(record: Mapping[str, Any]) -> Iterator[str]:
    for name in _TOPICS:
        entries = codelists.entries(FIELDS[name].codelist)
        for code in _listed(record.get(name)):
            if code in entries:
                yield from (entries[code].zh, entries[code].en)


def _places(code: str) -> Iterator[str]:
    """The region and what it lies in: 历城区 is found under 济南 too."""
    region = codelists.region(code)
    while region is not None:
        yield from (region.zh, region.en)
        region = codelists.region(region.parent) if region.parent != region.code else None


def _listed(value: object) -> list[str]:
    """A list field as CKAN's document holds it: a list, its JSON, or one plain value."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return [str(value)]
    if isinstance(value, list | tuple):
        return [str(entry) for entry in value]
    return [] if value in (None, "") else [str(value)]


def _texts(values: Iterable[object]) -> list[str]:
    """Each once, in order, without characters that XML or Solr cannot carry."""
    clean = (re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", " ", str(v)).strip() for v in values if v)
    return list(dict.fromkeys(text for text in clean if text))


def _shortened(pkg_dict: Mapping[str, Any]) -> dict[str, str]:
    """Values that Solr would index as one term and refuse for their length, and the whole document with them."""
    return {
        name: value.encode()[: _TERM_BYTES // 8].decode(errors="ignore")
        for name, value in pkg_dict.items()
        if isinstance(value, str) and not _TEXT_TYPED.fullmatch(name) and len(value.encode()) > _TERM_BYTES
    }
