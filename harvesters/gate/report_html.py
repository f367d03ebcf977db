"""A report as one page that stands alone: no script, no address, for a browser, an e-mail, a printer.

It looks like the portal's report page (``assets/css/tokens.css``).
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from harvesters.contract import Report
from harvesters.gate.report import groups, report_json
from harvesters.gate.report_text import WORDS, example, file_line, summary

HEADS = {
    "zh": ("文件", "行", "列", "值（已遮盖）", "问题与办法"),
    "en": ("File", "Row", "Column", "Value (masked)", "What is wrong and how to mend it"),
}
CLEANED = {
    "zh": ("规则", "列", "格数", "例子", "说明"),
    "en": ("Rule", "Column", "Cells", "Example", "Explanation"),
}
TONES = {"returned": "bad", "block": "bad", "review": "warn", "warn": "warn", "pass": "ok", "info": "main"}
ICONS = {"returned": "✕", "review": "!", "pass": "✓"}
STYLE = """
:root{--ink:#1f2937;--muted:#4b5563;--line:#dde3ea;--main:#0b5cad}
body{margin:0;background:#f5f7fa;color:var(--ink);font:16px/1.7 "PingFang SC","HarmonyOS Sans SC","Microsoft YaHei",
"Noto Sans CJK SC","WenQuanYi Micro Hei",system-ui,sans-serif}
main{max-width:1100px;margin:0 auto;padding:24px 16px 48px}
h1{margin:0 0 16px;font-size:1.75rem;line-height:1.35}h2{margin:0 0 12px;font-size:1.25rem;overflow-wrap:anywhere}
h3{margin:20px 0 8px;font-size:1.0625rem}p{margin:8px 0}
section{margin:0 0 18px;padding:20px 24px;border:1px solid #ebeff4;border-radius:10px;background:#fff}
.verdict{display:flex;gap:14px;align-items:center;padding:14px 18px;border-radius:6px}.verdict b{display:block}
.verdict i{display:grid;place-items:center;flex:none;width:36px;height:36px;border-radius:50%;background:#fff;
font-style:normal;font-weight:700}
.bad{background:#fdecea;color:#b42318}.warn{background:#fef7dc;color:#854d0e}.ok{background:#e8f6ec;color:#166534}
.main{background:#eaf2fb;color:var(--main)}
.chip{display:inline-block;padding:0 10px;border-radius:99px;font-size:.875rem;font-weight:600}
.code,.value{font-family:ui-monospace,Consolas,"Liberation Mono",monospace}
.value{padding:1px 6px;border-radius:4px;background:#f1f3f6;font-size:.875rem;overflow-wrap:anywhere}
.scroll{overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:.9375rem}
th,td{padding:8px 12px;border-bottom:1px solid #ebeff4;text-align:left;vertical-align:top}
th{background:#f0f4f9;white-space:nowrap}td{min-width:4em}td:first-child{min-width:7em}td:last-child{min-width:15em}
.muted{color:var(--muted)}ul{margin:8px 0;padding-left:1.2em}
@media(max-width:700px){section{padding:16px}main{padding:16px 10px}.none{display:none!important}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{display:block;padding:8px 0;border-bottom:1px solid var(--line)}
td{display:grid;grid-template-columns:6.5em minmax(0,1fr);gap:8px;
padding:3px 0;border:0;min-width:0!important;overflow-wrap:anywhere}
td::before{content:attr(data-label);color:var(--muted)}}
@media print{body{background:#fff}section{border:0;padding:0}.scroll{overflow:visible}tr{break-inside:avoid}}
"""


def report_html(report: Report, lang: str = "zh") -> str:
    """One report on its page."""
    return reports_html([("", report)], lang)


def reports_html(parts: Sequence[tuple[str, Report | str]], lang: str = "zh") -> str:
    """Several reports on one page; a text stands for a delivery that could not be checked."""
    title = str(WORDS[lang]["title"]).rstrip("： :")
    shown = title
    if len(parts) == 1 and isinstance(parts[0][1], Report):
        shown += " · " + str(WORDS[lang]["verdict"][parts[0][1].verdict.value])
    body = "".join(_part(name, part, lang) for name, part in parts)
    tag = "zh-Hans" if lang == "zh" else lang
    return (
        f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{_text(shown)}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{_text(title)}</h1>{body}</main></body></html>\n"
    )


def _part(name: str, part: Report | str, lang: str) -> str:
    head = f"<h2>{_text(name)}</h2>" if name else ""
    if isinstance(part, str):
        return f'<section>{head}<p class="verdict bad"><i>✕</i><span>{_text(part)}</span></p></section>'
    body = report_json(part, lang)
    found, words = groups(body, lang), WORDS[lang]
    verdict = body["verdict"]
    said = f"<b>{_text(words['verdict'][verdict])}</b><span>{_text(summary(body, found, lang))}</span>"
    sections = [
        f'<section>{head}<div class="verdict {TONES[verdict]}"><i>{ICONS[verdict]}</i><div>{said}</div></div></section>'
    ]
    sections += [_group(group, lang) for group in found]
    if body["files"]:
        files = "".join(_file(file, lang) for file in body["files"])
        sections.append(f"<section><h2>{_text(words['files'])}</h2>{files}</section>")
    if body["not_checked"]:
        listed = words["not_checked"] + words["between"].join(body["not_checked"])
        sections.append(f'<section><p class="muted">{_text(listed)}</p></section>')
    return "".join(sections)


def _group(group: Mapping[str, Any], lang: str) -> str:
    words = WORDS[lang]
    chip = f'<span class="chip {TONES[group["severity"]]}">{_text(words[group["severity"]])}</span>'
    total = _text(str(words["places"]).format(total=group["total"]))
    head = f'<h2><span class="code">{_text(group["code"])}</span> {_text(group["name"])} {chip}</h2>'
    rows = "".join(_row(finding, lang) for finding in group["findings"])
    more = group["total"] - len(group["findings"])
    left = f'<p class="muted">{_text(str(words["more"]).format(more=more))}</p>' if more > 0 else ""
    return f'<section>{head}<p class="muted">{total}</p>{_table(HEADS[lang], rows)}{left}</section>'


def _row(finding: Mapping[str, Any], lang: str) -> str:
    sheet = f'<br><span class="muted">{_text(finding["sheet"])}</span>' if finding["sheet"] else ""
    value = f'<span class="value">{_text(finding["value"])}</span>' if finding["value"] else "—"
    fix = f"<br><b>{_text(WORDS[lang]['fix'])}</b>{_text(finding['fix'])}" if finding["fix"] else ""
    cells = (
        _text(finding["file"]) + sheet,
        _text(finding["row"]),
        _text(finding["column"]),
        value,
        _text(finding["message"]) + fix,
    )
    return _cells(HEADS[lang], cells)


def _file(file: Mapping[str, Any], lang: str) -> str:
    rows = "".join(
        _cells(
            CLEANED[lang],
            (
                f'<span class="code">{_text(entry["rule"])}</span>',
                _text(entry["column"]),
                _text(entry["cells"]),
                _text(example(entry, lang)),
                _text(entry["message"]),
            ),
        )
        for entry in file.get("cleanings") or ()
    )
    head = f"<h3>{_text(WORDS[lang]['cleanings'])}</h3>" if rows else ""
    return f"<p>{_text(file_line(file, lang))}</p>{head}{_table(CLEANED[lang], rows) if rows else ''}"


def _cells(heads: Sequence[str], cells: Sequence[str]) -> str:
    """A row; on a narrow screen each cell says its own heading, and empty ones are left out."""
    told = (
        f'<td data-label="{_text(head)}"{" class=none" if cell == "—" else ""}><div>{cell}</div></td>'
        for head, cell in zip(heads, cells, strict=True)
    )
    return f"<tr>{''.join(told)}</tr>"


def _table(heads: Sequence[str], rows: str) -> str:
    cells = "".join(f"<th scope=col>{_text(head)}</th>" for head in heads)
    return f'<div class="scroll"><table><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>'


def _text(value: Any) -> str:
    return html.escape(str(value)) if value not in (None, "") else "—"
