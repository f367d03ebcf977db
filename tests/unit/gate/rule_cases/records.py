"""V: the catalogue record, one element wrong and the same element just right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from harvesters.catalogue.rules.standing import items_key
from harvesters.contract import CatalogueSnapshot, PreviousRelease, Verdict
from rule_cases.case import CONTEXT, FIELDS, USCC, Case, Given, table

_CODE = "30701310711/000001"
_PASSED = {
    "unit": "省交通运输厅",
    "date": "2026-02-27",
    "ref": "密审〔2026〕12号",
    "result": "passed",
    "reviewer": "张",
}


def record(**changes: Any) -> Given:
    return Given(record=changes)


def previous(**changes: Any) -> dict[str, Any]:
    given = {"identifier": _CODE, "open_type": "unconditional", "data_updated": "2026-11-01", **changes}
    # the dictionary of the current release, so that G-01's review covers it
    return {"previous": PreviousRelease(1, "h", dictionary="", **given), "reviews": _ANY}


_ANY = tuple(replace(review, dictionary=None) for review in CONTEXT.reviews)
_REFUSED = {"share_type": "3", "share_method_class": None, "share_method_type": None, "share_use": None}
_REFUSED |= {"open_type": "not_open", "no_open_basis": "《中华人民共和国统计法》第二十五条"}
_BASIS = "《中华人民共和国统计法》第二十五条"
_CONDITIONAL = {"open_type": "conditional", "open_condition": "用于学术研究，签订协议"}
_SHARED = {"share_type": "2", "share_condition": "用于行政审批核验", "share_scope": "省直有关部门"}
_AMOUNT = table("名称,罚款", *(f"站点{n:02d},{n}" for n in range(1, 13)))
_UNIT = ({"name": "名称"}, {"name": "罚款", "type": "number", "sd:unit": "元"})
_NO_UNIT = ({"name": "名称"}, {"name": "罚款", "type": "number"})
_UNSEEN = CatalogueSnapshot({}, {}, {})
_ABOVE = CatalogueSnapshot({}, {}, {str(items_key(list(FIELDS))): "37/000001"})
_TAKEN = CatalogueSnapshot({}, {("sd-transport", "山东省公路客运站基本信息"): "A-1"})
_RETURNED = Verdict.RETURNED

CASES = (
    Case("V-00", "block", record(title="甲" * 201), record(title="甲" * 200), field="title"),
    Case(
        "V-01", "block", record(open_type="1"), record(open_type="unconditional"), field="open_type", verdict=_RETURNED
    ),
    Case("V-01", "review", record(category=None), record(category="road-transport"), field="category"),
    Case("V-01", "warn", record(region_code="371200"), record(region_code="370100"), field="region_code"),
    Case(
        "V-02", "block", record(catalog_class="30701310712"), record(catalog_class="30701310711"), field="catalog_class"
    ),
    Case(
        "V-02",
        "warn",
        record(identifier="30701310711-000001"),
        record(identifier="30701310711/000002"),
        field="identifier",
    ),
    Case("V-03", "block", record(provider_code=USCC[:-1] + "Q"), record(provider_code=USCC), field="provider_code"),
    Case(
        "V-03",
        "warn",
        Given(context={"source": replace(CONTEXT.source, owner_uscc=None)}),  # type: ignore[type-var]
        Given(),
        field="provider_code",
    ),
    Case(
        "V-04", "block", record(**{**_SHARED, "share_condition": "有条件"}), record(**_SHARED), field="share_condition"
    ),
    Case("V-04", "warn", record(share_use=None), record(share_use="工作参考"), field="share_use"),
    Case(
        "V-05",
        "block",
        record(**_REFUSED, no_share_basis="内部规定"),
        record(**_REFUSED, no_share_basis=_BASIS),
        field="no_share_basis",
        near_verdict=_RETURNED,  # G-04: what is not open does not come here at all
    ),
    Case("V-06", "block", record(share_method_type=None), record(share_method_type="file"), field="share_method_type"),
    Case("V-07", "block", record(open_type="conditional"), record(**_CONDITIONAL), field="open_condition"),
    Case(
        "V-08",
        "block",
        record(open_type="not_open"),
        record(open_type="not_open", no_open_basis=_BASIS),
        field="no_open_basis",
        near_verdict=_RETURNED,
    ),
    Case(
        "V-08",
        "info",
        record(open_type="not_open", no_open_basis=_BASIS),
        record(open_type="not_open"),
        field="open_type",
        verdict=_RETURNED,
        near_verdict=_RETURNED,
    ),
    Case(
        "V-09",
        "block",
        record(**{**_REFUSED, "open_type": "unconditional"}, no_share_basis=_BASIS),
        record(**_REFUSED, no_share_basis=_BASIS),
        field="open_type",
        near_verdict=_RETURNED,
    ),
    Case("V-10", "block", Given(resource={"format_class": "01"}), Given(resource={"format_class": "02"})),
    Case(
        "V-10",
        "warn",
        Given(table("甲", "1"), resource={"name": "表.dat", "format": "dat"}),
        Given(),
        verdict=_RETURNED,  # G-40: it cannot be read either
    ),
    Case("V-11", "block", record(issued="2026-11-25"), record(issued="2026-11-24"), field="issued"),
    Case("V-12", "block", record(related_codes=[_CODE]), record(related_codes=[]), field="related_codes"),
    Case(
        "V-12",
        "warn",
        record(related_codes=["30701310711/000009"]),
        Given(
            record={"related_codes": ["30701310711/000009"]},
            context={"catalogue": CatalogueSnapshot({"30701310711/000009": "sd-finance"}, {})},
        ),
        field="related_codes",
    ),
    Case(
        "V-13",
        "block",
        Given(fields=({"name": "名称", "sd:id": "Name"}, {"name": "备注"})),
        Given(fields=({"name": "名称", "sd:id": "name"}, {"name": "备注"})),
        column="名称",
    ),
    Case("V-14", "block", record(title="山东省客运站信息。"), record(title="客运站信息（2026年）"), field="title"),
    Case("V-14", "warn", record(title="客运站管理系统"), record(title="客运站管理系统使用情况"), field="title"),
    Case("V-15", "block", Given(_AMOUNT, _NO_UNIT), Given(_AMOUNT, _UNIT), column="罚款"),
    Case(
        "V-16",
        "warn",
        Given(record={"update_cycle": "monthly"}, context=previous(data_updated="2026-07-01")),
        Given(record={"update_cycle": "monthly"}, context=previous(data_updated="2026-09-01")),
        field="update_cycle",
        verdict=Verdict.REVIEW,  # G-01: another dictionary than the released one
        near_verdict=Verdict.REVIEW,
    ),
    Case(
        "V-17",
        "block",
        Given(record={"secrecy_review": {**_PASSED, "date": "2025-11-23"}}, signed=True),
        Given(record={"secrecy_review": {**_PASSED, "date": "2025-11-24"}}, signed=True),
        field="secrecy_review",
    ),
    Case("V-18", "warn", Given(context={"catalogue": _ABOVE}), Given(context={"catalogue": _UNSEEN})),
    Case(
        "V-19",
        "review",
        Given(record={**_CONDITIONAL, "security_level": "general_2"}, context=previous()),
        Given(record={**_CONDITIONAL, "security_level": "general_2"}, context=previous(open_type="conditional")),
        field="open_type",
        near_verdict=Verdict.REVIEW,
    ),
    Case("V-20", "warn", record(colour="red"), record(keywords=["客运"]), field="colour"),
)
# A near duplicate is asked of the catalogue, a stray mark of the title alone: both are V-14.
CASES += (Case("V-14", "block", Given(context={"catalogue": _TAKEN}), Given(), field="title"),)
