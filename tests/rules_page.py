"""``docs/rules.md`` from the messages themselves: ``python tests/rules_page.py`` writes it, a test holds it equal.

Names and severities stand in ``harvesters/messages_rules.py``; the sentences are those that a clerk reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from harvesters.messages_rules import RULES

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


def page(messages: Mapping[str, Mapping[str, tuple[str, str]]]) -> str:
    """The whole page. A code's cases are its own key and every ``code.case``."""
    parts = [HEAD]
    for code, (zh, en, severities) in RULES.items():
        parts.append(f"\n## {code} {zh}\n\n{en[0].upper()}{en[1:]}. Severity: {severities}.\n")
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


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).replace("|", "\\|")


if __name__ == "__main__":
    from harvesters.messages import MESSAGES

    PAGE.write_text(page(MESSAGES), "utf-8")
