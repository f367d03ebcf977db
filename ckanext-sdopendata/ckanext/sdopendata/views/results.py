"""The result list in words: what is marked in a card, why it was found, and what to try when nothing was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk
from markupsafe import Markup

from harvesters.catalogue import codelists

from .. import ledger
from ..search import pinyin
from ..search.query import MAX_CUT_LENGTH, clean, cuts, wishes
from ..search.why import Hit, Why, pieces, why
from . import catalogue, filters
from .record import keywords
from .words import label

EXCERPT = 170
OFFERS = 4
_SHOWN = 3  # names in one reason


def explained(packages: Sequence[Mapping[str, Any]], q: str | None) -> dict[str, Any]:
    """``cards``: dataset → marked title and excerpt, reasons; ``heard``: what else the words were taken for."""
    labels = ledger.labels_of([package["id"] for package in packages]) if q else {}
    found = {package["id"]: why(q or "", _texts(package, labels.get(package["id"], []))) for package in packages}
    cards = {package["id"]: _card(package, found[package["id"]]) for package in packages}
    return {"cards": cards, "heard": _heard([hit for reason in found.values() for hit in reason.hits])}


def offers(q: str | None, fields: filters.Pairs, scope: tuple[str, str] | None) -> dict[str, list[dict[str, Any]]]:
    """What finds something where this found nothing: words of the same sound, fewer words, one filter less."""
    typed, base = clean(q or "").strip(), [scope] if scope else []
    kept = filters.clauses([*filters.chosen(), *base])
    return {
        "sound": _first(_offer(words, kept) for words in _sounding_like(typed, kept)),
        "fewer": _first((_offer(words, kept) for words in _fewer(typed)), OFFERS),
        "wider": sorted(_without(typed, base), key=lambda offer: -offer["count"])[:OFFERS],
    }


def _first(found: Iterator[dict[str, Any]], most: int = 1) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for offer in found:
        if offer["count"]:
            kept.append(offer)
        if len(kept) == most:
            break
    return kept


def _offer(words: str, kept: list[str]) -> dict[str, Any]:
    """The same filters with other words."""
    return {"label": words, "url": catalogue.url_with(q=words), "count": filters.count(words, kept)["count"]}


def _sounding_like(typed: str, kept: list[str]) -> Iterator[str]:
    """机厂 → 机场: what is typed, said aloud, and what stands in the datasets that sound so."""
    sounds = {word.text: pinyin.spelled(word.text) for group in wishes(typed)[0] for word in group}
    sounds = {word: sound for word, sound in sounds.items() if len(word) > 1 and not word.isascii() and sound.isascii()}
    if not sounds:
        return
    query = {"q": " ".join(sounds.values()), "fq_list": kept, "rows": 5, "facet": "false"}
    for package in tk.get_action("package_search")({}, query)["results"]:
        texts = _texts(package, ledger.labels_of([package["id"]]).get(package["id"], []))
        words = typed
        for word, sound in sounds.items():
            meant = (pinyin.meant(value, sound) for values in texts.values() for value in values)
            words = words.replace(word, next(filter(None, meant), word))
        if words != typed:
            yield words


def _fewer(typed: str) -> Iterator[str]:
    """One word less; of a word without spaces its parts, long ones first."""
    words = typed.split()
    if len(words) > 1:
        for at in range(min(len(words), 6)):
            yield " ".join(words[:at] + words[at + 1 :])
        return
    ways = [parts for parts in cuts(typed) if len(parts) == 2] if len(typed) <= MAX_CUT_LENGTH else []
    yield from dict.fromkeys(sorted((part for parts in ways for part in parts), key=len, reverse=True))


def _without(typed: str, base: filters.Pairs) -> Iterator[dict[str, Any]]:
    """The same words without one of the filters."""
    pairs = filters.chosen()
    for name in dict.fromkeys(name for name, _ in pairs):
        left = filters.clauses([pair for pair in pairs if pair[0] != name] + base)
        count = filters.count(typed, left)["count"]
        if count:
            values = [catalogue.facet_value(name, value, {}) for other, value in pairs if other == name]
            yield {
                "label": f"{catalogue.facet_title(name, name)}：{'、'.join(values)}",
                "url": catalogue.url_with(without=name),
                "count": count,
            }


def _texts(package: Mapping[str, Any], items: Sequence[str]) -> dict[str, list[str]]:
    """What can be the reason, in the order in which a reader cares."""
    organization = package.get("organization") or {}
    unit = codelists.organisations().get(str(organization.get("name")))
    names = [unit.zh, unit.en, *codelists.aliases_of(unit)] if unit else []
    region = codelists.region(str(package.get("region_code") or ""))
    topics = [package.get("category"), *(g.get("title") for g in package.get("groups") or [])]
    return {
        "title": [str(package.get("title") or "")],
        "items": list(items),
        "keywords": keywords(package),
        "organization": [name for name in (str(organization.get("title") or ""), *names) if name],
        "notes": [_plain(package)],
        "files": [str(resource.get("name") or "") for resource in package.get("resources") or []],
        "category": [label("category", str(topic)) for topic in topics if topic],
        "domain": [label("data_domain", code) for code in package.get("data_domain") or []],
        "region": [region.zh, region.en] if region else [],
        "code": [str(package.get("identifier") or ""), str(package["name"]), str(package["id"])],
    }


def _plain(package: Mapping[str, Any]) -> str:
    return str(tk.h.markdown_extract(package.get("notes") or "", extract_length=0)) if package.get("notes") else ""


def _card(package: Mapping[str, Any], reason: Why) -> dict[str, Any]:
    names = {
        "items": tk._("column"),
        "keywords": tk._("keyword"),
        "organization": tk._("department"),
        "files": tk._("file name"),
        "category": tk._("category"),
        "domain": tk._("data domain"),
        "region": tk._("region"),
        "code": tk._("code"),
    }
    return {
        "title": _marked(str(package.get("title") or package["name"]), reason.marks),
        "notes": _marked(_plain(package), reason.marks, EXCERPT),
        "reasons": [
            {"label": names[field], "values": [_marked(value, reason.marks) for value in values[:_SHOWN]]}
            for field, values in reason.places.items()
            if field in names
        ],
        "other": [hit for hit in reason.hits if hit.kind != "text"],
    }


def _marked(text: str, marks: Sequence[str], around: int | None = None) -> Markup:
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if marked else Markup("{}").format(part)
        for part, marked in pieces(text, marks, around)
    )


def _heard(hits: Sequence[Hit]) -> list[dict[str, str]]:
    """Each word that was not found by itself, with what it was most often taken for."""
    times: dict[tuple[str, str], dict[str, int]] = {}
    for hit in hits:
        if hit.kind != "text":
            counts = times.setdefault((hit.kind, hit.typed), {})
            counts[hit.found] = counts.get(hit.found, 0) + 1
    return [
        {"kind": kind, "typed": typed, "found": max(counts, key=lambda found: counts[found])}
        for (kind, typed), counts in times.items()
    ]
