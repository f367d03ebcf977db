"""For every rule and each severity with which it speaks: a delivery that it must catch, at which place, and a near miss
that it must let pass. ``test_every_rule`` proves each, and proves each anew with the rule switched off."""

from __future__ import annotations

from rule_cases import content, handover, persons, records, releases, tables
from rule_cases.case import Case

CASES: tuple[Case, ...] = (
    *handover.CASES,
    *records.CASES,
    *releases.CASES,
    *persons.CASES,
    *tables.CASES,
    *content.CASES,
)
