"""One line of a bench's result."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Line:
    """``ratio``: peer ÷ ours, so above 1 ours needs less. None where there is no peer."""

    name: str
    ours: float
    peer: float | None
    unit: str
    n: int
    note: str

    @property
    def ratio(self) -> float | None:
        if self.peer is None:
            return None
        return round(self.peer / self.ours, 3) if self.ours else float("inf") if self.peer else 1.0

    def as_json(self) -> dict[str, object]:
        ratio = self.ratio
        values = {**dataclasses.asdict(self), "ratio": None if ratio == float("inf") else ratio}
        return {key: values[key] for key in ("name", "ours", "peer", "unit", "ratio", "n", "note")}

    def __str__(self) -> str:
        peer = "-" if self.peer is None else f"{self.peer:.4g}"
        ratio = "-" if self.ratio is None else f"{self.ratio:.3g}"
        figures = f"ours {self.ours:<9.4g} peer {peer:<9} {self.unit:28} ratio {ratio:<6}"
        return f"{self.name:36} {figures} n {self.n}  {self.note}"
