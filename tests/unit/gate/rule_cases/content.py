"""Q09 to Q29, as far as they ask what a table says of itself."""

from __future__ import annotations

from rule_cases.case import Case

CASES: tuple[Case, ...] = ()
