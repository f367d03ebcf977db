"""M: what is handed over in a folder."""

from __future__ import annotations

from rule_cases.case import FIELDS, Case, Folder

_RESOURCE = {"name": "t", "path": "表.csv", "title": "表", "schema": {"fields": list(FIELDS)}}
_MORE = b"# \xe8\xaf\xb4\xe6\x98\x8e\n"
WHOLE = Folder()

CASES = (
    Case("M-01", "block", Folder({"manifest.json": b'{"a.csv": "12"}'}), WHOLE),
    Case("M-02", "block", Folder({"表.csv": None}), WHOLE),
    Case("M-03", "block", Folder({"datapackage.json": b"{"}), WHOLE),
    Case("M-04", "warn", Folder({"说明.md": _MORE}, unlisted=("说明.md",)), Folder({"说明.md": _MORE})),
    Case("M-05", "block", Folder(resources=[_RESOURCE, {"name": "u", "path": "无.csv"}]), WHOLE),
    Case("M-05", "info", Folder({"说明.md": _MORE}), Folder({"说明.md": _MORE}, unlisted=("说明.md",))),
)
