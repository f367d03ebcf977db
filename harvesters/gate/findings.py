"""Findings gathered under a cap, counted beyond it: a report stays readable, its totals stay exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from harvesters.contract import Finding

PER_RULE = 100
PER_COLUMN = 25
PER_WHOLE = 5
EVERY = 50_000

_Rule = tuple[str, str | None]
_Place = tuple[str, str | None, str, str | None]


@dataclass(slots=True)
class Cap:
    """How many findings are kept: of a rule in a file, of a reason in a column of it, of what befell a whole column."""

    rule: int = PER_RULE
    column: int = PER_COLUMN
    whole: int = PER_WHOLE


CAP = Cap()


def keep_every() -> None:
    """For the list of all errors: in a child process that judges once and ends."""
    CAP.rule = CAP.column = CAP.whole = EVERY


class Findings:
    """At most 100 findings per rule and file, 25 of them per reason and column. The first of a capped group says the
    total."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._rules: Counter[_Rule] = Counter()
        self._places: Counter[_Place] = Counter()
        self._totals: Counter[_Rule] = Counter()

    def add(self, finding: Finding, times: int = 1) -> None:
        """Count ``times`` occurrences, keep the finding if there is room."""
        rule, place = (finding.code, finding.file), _place(finding)
        self._totals[rule] += times
        self._places[place] += times
        if self.room(finding.code, finding.file, place[2], finding.column, already=times):
            self._rules[rule] += 1
            self._kept.append(finding)

    def room(self, code: str, file: str | None, reason: str, column: str | None, *, already: int = 0) -> bool:
        """Whether another such finding would be kept: spares the work of describing one that is only counted."""
        seen = self._places[code, file, reason, column] - already
        return self._rules[code, file] < CAP.rule and seen < CAP.column

    def count(self, code: str, file: str | None, reason: str, column: str | None) -> None:
        """One more of a group that is full."""
        self._totals[code, file] += 1
        self._places[code, file, reason, column] += 1

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.add(finding)

    def totals(self, file: str | None) -> dict[str, int]:
        """Rule → all occurrences in one file."""
        return {code: n for (code, where), n in sorted(self._totals.items(), key=str) if where == file}

    def reasons(self, code: str, file: str | None) -> set[str]:
        """What a rule has said of a file so far."""
        return {reason for rule, where, reason, _ in self._places if (rule, where) == (code, file)}

    def copy(self) -> Findings:
        """As it stands, for :meth:`restore`."""
        copy = Findings()
        copy.restore(self)
        return copy

    def restore(self, kept: Findings) -> None:
        """Forget what was added since."""
        self._kept = list(kept._kept)
        self._rules, self._places, self._totals = Counter(kept._rules), Counter(kept._places), Counter(kept._totals)

    def result(self) -> tuple[Finding, ...]:
        """In the order found; ``total`` stands in the first of each group of which not all are shown."""
        shown = Counter(_place(finding) for finding in self._kept)
        told: set[_Place] = set()
        result = []
        for finding in self._kept:
            place = _place(finding)
            if place not in told and self._places[place] > shown[place]:
                finding = replace(finding, params={**finding.params, "total": self._places[place]})
            told.add(place)
            result.append(finding)
        return tuple(result)


def _place(finding: Finding) -> _Place:
    reason = str(finding.params.get("type") or finding.params.get("reason") or "")
    return finding.code, finding.file, reason, finding.column
