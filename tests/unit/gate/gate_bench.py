"""A delivery in one call: bytes and dictionary in, judgement out, by the same judge that the child runs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harvesters.contract import Delivery, Finding, GateContext, SafetyReview, SourceFacts
from harvesters.gate.judge import BARE, Judgement, judge
from harvesters.stage import Stage

AS_OF = dt.date(2026, 11, 24)
SOURCE = SourceFacts(name="s", owner_org="sd-transport")
REVIEWED = GateContext(
    as_of=AS_OF, source=SOURCE, reviews=(SafetyReview("张", AS_OF, ("unconditional", "conditional")),)
)
RECORD: Mapping[str, Any] = {
    "title": "山东省公路客运站基本信息",
    "identifier": "30701310711/000001",
    "catalog_class": "30701310711",
    "source_system": "道路运输信息系统",
    "owner_org": "sd-transport",
    "notes": "全省公路客运站名称、等级、地址和经纬度。",
    "category": "road-transport",
    "data_domain": ["6"],
    "region_code": "370000",
    "share_type": "1",
    "share_use": "用于业务协同",
    "share_method_class": "platform",
    "share_method_type": "file",
    "open_type": "unconditional",
    "update_cycle": "yearly",
    "issued": "2017-12-29",
    "license_id": "sd-open-licence",
    "contact_dept_phone": "0531-12345678",
    "security_level": "general_1",
}

Fields = Sequence[Mapping[str, Any]]


class Bench:
    """Judges one file at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.stage = Stage(root / "stage")

    def delivery(
        self,
        data: bytes | str,
        fields: Fields | None = None,
        *,
        name: str = "表.csv",
        record: Mapping[str, Any] | None = None,
        **resource: Any,
    ) -> Delivery:
        raw = data.encode() if isinstance(data, str) else data
        staged = self.stage.put(name, io.BytesIO(raw))
        schema = resource.pop("schema", {})
        entry: dict[str, Any] = {"name": "t", "path": name, "title": "表", **resource}
        if fields is not None or schema:
            entry["schema"] = {"fields": list(fields or []), **schema}
        descriptor: dict[str, Any] = {"resources": [entry]}
        if record is None:
            descriptor[BARE] = True
        else:
            descriptor["sd:record"] = record
        return Delivery(guid="g", descriptor=descriptor, files=(staged,))

    def __call__(self, data: bytes | str, fields: Fields | None = None, **more: Any) -> Judgement:
        """A bare file: the rules of files alone."""
        context = more.pop("context", GateContext(as_of=AS_OF))
        return judge(self.delivery(data, fields, **more), context, self.stage)

    def full(self, data: bytes | str, fields: Fields, **more: Any) -> Judgement:
        """With a record that passes, from a reviewed source."""
        return self(data, fields, **{"record": RECORD, "context": REVIEWED, **more})

    def master(self, judgement: Judgement) -> str:
        assert judgement.candidate is not None
        return self.stage.open(judgement.candidate.tables[0].master.sha256).read().decode()


def only(judgement: Judgement, code: str) -> Finding:
    """The single finding of a code."""
    (found,) = [f for f in judgement.report.findings if f.code == code]
    return found
