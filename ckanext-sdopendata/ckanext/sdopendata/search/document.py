"""What the index holds of a dataset beside CKAN's own fields (DESIGN D7): names, codes, sounds, an order for titles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.record import FIELDS

from . import pinyin
from .form import form

_JOINED = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]+")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SOUND_CHARS = 600  # of a description
_KEY_CHARS = 1000
_TERM_BYTES = 32_766  # Lucene's limit for one untokenised value
_TEXT_TYPED = re.compile(r"(?:extras_|res_).*|title|notes|author.*|maintainer.*|data_dict|validated_data_dict")

#: Coded fields whose names people search for.
_TOPICS = ("category", "data_domain", "theme", "base_library", "application_field", "subject_type", "industry_code")


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
    heard = pinyin.sounds([*_texts(own), *names]) | pinyin.sounds([notes[:_SOUND_CHARS]], initials=False)
    fields = {
        "sd_form": form(),
        "sd_codes": _texts(codes),
        "sd_words": _texts([*own, *words]),
        "sd_sounds_title": " ".join(sorted(pinyin.sounds([title]))),
        "sd_sounds": " ".join(sorted(heard)),
        "sd_title_key": pinyin.order_key(title)[:_KEY_CHARS],
        "data_domain": _listed(record.get("data_domain")),
    }
    return {**pkg_dict, **_shortened(pkg_dict), **fields}


def _parts_of_names(*texts: str) -> list[str]:
    """OurAirports is found by airports: a name that is written as one has words in it all the same."""
    joined = {word for text in texts for word in _JOINED.findall(text)}
    return [_SEAM.sub(" ", word) for word in sorted(joined)]


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
