"""``docs/rules.md`` from the messages themselves: ``python tests/rules_page.py`` writes it and ``docs/messages.md``, a
test holds them equal.

Names and severities stand in ``harvesters/messages/rules.py``; the sentences are those that a clerk reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from harvesters.messages.rules import RULES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"

HEAD = """# Rules 校验规则

Made from the messages by `python tests/rules_page.py`; do not edit by hand. Every finding carries its rule's code,
the place (file, row as a person counts, column), the masked value, and the sentences below, in the language of the
reader.

| Severity | Effect |
| --- | --- |
| `block` | returned 退回; the last good release stays public |
| `review` | held 待审核 until a person decides |
| `warn` | passes, the report says so |
| `info` | noted in the report |
| `cleaned` | mended without loss in the published table, counted in the report; the original stays as received |

A dataset passes only if every table does. Figures in braces are filled in from the finding.
"""

# The beginning of a code → what it follows; the first that fits.
SOURCES: Mapping[str, str] = {
    "M-": "the hand-over of this portal (docs/sources.md)",
    "V-02": "国发〔2016〕51号 and the national guide of catalogue codes",
    "V-03": "GB 32100 (统一社会信用代码), GB 11714",
    "V-04": "国发〔2016〕51号 (政务信息资源共享管理暂行办法)",
    "V-05": "国发〔2016〕51号 (政务信息资源共享管理暂行办法)",
    "V-06": "国发〔2016〕51号 (政务信息资源共享管理暂行办法)",
    "V-1": "DB37/T 2885 and the national guide of catalogues",
    "V-": "山东省公共数据开放办法 (省政府令第344号), the national guide of catalogues",
    "G-02": "保守国家秘密法",
    "G-03": "保守国家秘密法",
    "G-04": "数据安全法, GB/T 43697-2024",
    "G-10": "个人信息保护法, GB 11643",
    "G-11": "个人信息保护法",
    "G-12": "个人信息保护法",
    "G-13": "个人信息保护法",
    "G-14": "DB37/T 3523.2, GB/T 37964-2019",
    "G-15": "个人信息保护法",
    "G-20": "DB37/T 3523.2, GB/T 37964-2019",
    "G-30": "Table Schema (Frictionless), the delivered dictionary",
    "Q24": "测绘法, 地图管理条例",
    "G-": "山东省公共数据开放办法 (省政府令第344号)",
    "Q": "GB/T 36344 (quality of data), files as they come",
}


def page(messages: Mapping[str, Mapping[str, tuple[str, str]]]) -> str:
    """The whole page. A code's cases are its own key and every ``code.case``."""
    parts = [HEAD]
    for code, (zh, en, severities) in RULES.items():
        parts.append(f"\n## {code} {zh}\n\n{en[0].upper()}{en[1:]}. Severity: {severities}. Source: {source(code)}.\n")
        keys = sorted(key for key in messages if key == code or key.startswith(code + "."))
        if not keys:
            continue
        parts.append("\n| Case | What is wrong | How to mend |\n| --- | --- | --- |\n")
        for key in keys:
            case = key.partition(".")[2]
            said = "<br>".join(messages[key][lang][0] for lang in ("zh", "en"))
            mend = "<br>".join(messages[key][lang][1] for lang in ("zh", "en") if messages[key][lang][1])
            parts.append(f"| {f'`{case}`' if case else '–'} | {_cell(said)} | {_cell(mend)} |\n")
    return "".join(parts)


def source(code: str) -> str:
    """Where the rule comes from."""
    return next(said for start, said in SOURCES.items() if code.startswith(start))


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).replace("|", "\\|")


if __name__ == "__main__":
    import messages_page

    from harvesters.messages import MESSAGES

    PAGE.write_text(page(MESSAGES), "utf-8")
    messages_page.PAGE.write_text(messages_page.page(), "utf-8")
