"""A report as plain text, for a terminal, an e-mail, a note to a colleague: by rule, the gravest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harvesters.contract import Report
from harvesters.gate.report import groups, report_json

SHOWN = 10
WORDS: Mapping[str, Mapping[str, Any]] = {
    "zh": {
        "title": "数据校验报告：",
        "verdict": {"pass": "通过", "review": "需人工审核", "returned": "退回"},
        "summary": {
            "pass": "全部规则检查合格，可以交付。",
            "review": "没有必须改正的问题，有 {review} 处需要人工判断；交付后等待审核。",
            "returned": "有 {block} 处问题必须改正，改正后重新交付；已发布的版本不受影响。",
        },
        "advice": "另有 {advice} 条提醒，不影响交付。",
        "block": "必须改正",
        "review": "需要人工判断",
        "warn": "提醒",
        "info": "说明",
        "places": "共 {total} 处",
        "row": "第 {row} 行",
        "column": "“{column}”列",
        "sheet": "工作表“{sheet}”",
        "value": "值：{value}",
        "fix": "修改办法：",
        "more": "还有 {more} 处同类问题，此处从略",
        "files": "检查的文件",
        "file": "{name}：{format}，编码 {encoding}，{rows} 行 × {columns} 列，逐行校验 {frictionless_rows} 行",
        "unread": "{name}：没有读成表格，原因见上",
        "cleanings": "发布时自动整理（原件不变）",
        "not_checked": "这里没有检查（需要平台上的目录信息）：",
        "example": "例如第 {row} 行：{before} → {after}",
        "empty": "（空）",
        "between": "、",
    },
    "en": {
        "title": "Validation report: ",
        "verdict": {"pass": "passed", "review": "needs a person", "returned": "returned"},
        "summary": {
            "pass": "Every rule was kept; it can be delivered.",
            "review": "Nothing must be mended; a person has to judge in {review} places. It then waits for review.",
            "returned": "{block} faults must be mended, then deliver again; what is published stays as it is.",
        },
        "advice": "Advice besides, which keeps nothing back: {advice}.",
        "block": "Must be mended",
        "review": "Needs a person's judgement",
        "warn": "Advice",
        "info": "Notes",
        "places": "{total} in all",
        "row": "row {row}",
        "column": 'column "{column}"',
        "sheet": 'sheet "{sheet}"',
        "value": "value: {value}",
        "fix": "How to mend it: ",
        "more": "{more} more of the same kind are left out here",
        "files": "Files checked",
        "file": "{name}: {format}, encoding {encoding}, {rows} rows × {columns} columns, {frictionless_rows} of them"
        " validated one by one by Frictionless",
        "unread": "{name}: could not be read as a table, for the reason above",
        "cleanings": "Cleaned for publication (the original stays as it is)",
        "not_checked": "Not checked here (needs the portal's catalogue): ",
        "example": "first in row {row}: {before} → {after}",
        "empty": "(empty)",
        "between": ", ",
    },
}


def report_text(report: Report, lang: str = "zh") -> str:
    """The report with its sentences in ``lang``."""
    return body_text(report_json(report, lang), lang)


def body_text(body: Mapping[str, Any], lang: str = "zh") -> str:
    """The same from a report's JSON, whose sentences are in ``lang``."""
    words, found = WORDS[lang], groups(body, lang)
    lines = [words["title"] + words["verdict"][body["verdict"]], summary(body, found, lang)]
    severity = None
    for number, group in enumerate(found, 1):
        if group["severity"] != severity:
            severity = group["severity"]
            lines += ["", f"【{words[severity]}】" if lang == "zh" else f"{words[severity]}:"]
        lines += _group(number, group, words)
    for position, file in enumerate(body["files"]):
        lines += ["", f"【{words['files']}】" if lang == "zh" else f"{words['files']}:"] if position == 0 else []
        lines += [file_line(file, lang), *_cleanings(file, words)]
    if body["not_checked"]:
        lines += ["", words["not_checked"] + words["between"].join(body["not_checked"])]
    return "\n".join(lines) + "\n"


def summary(body: Mapping[str, Any], found: Sequence[Mapping[str, Any]], lang: str) -> str:
    """What the verdict means, in numbers."""
    words = WORDS[lang]
    number = {kind: sum(g["counts"].get(kind, 0) for g in found) for kind in ("block", "review", "warn")}
    said = str(words["summary"][body["verdict"]]).format(**number)
    between = "" if lang == "zh" else " "
    return said + (between + str(words["advice"]).format(advice=number["warn"]) if number["warn"] else "")


def place(finding: Mapping[str, Any], lang: str) -> str:
    """File, sheet, row, column, value of a finding, as far as it has them."""
    words = WORDS[lang]
    parts = [str(finding["file"])] if finding["file"] else []
    parts += [
        str(words[key]).format(**{key: finding[key]})
        for key in ("sheet", "row", "column", "value")
        if finding.get(key) not in (None, "")
    ]
    return ("，" if lang == "zh" else ", ").join(parts)


def file_line(file: Mapping[str, Any], lang: str) -> str:
    """What was read of a file, in a sentence."""
    keys = ("name", "format", "encoding", "rows", "frictionless_rows")
    facts = {key: "—" if file.get(key) is None else file[key] for key in keys}
    form = WORDS[lang]["unread" if file.get("rows") is None else "file"]
    return str(form).format(**facts, columns=len(file.get("columns") or []))


def example(entry: Mapping[str, Any], lang: str) -> str:
    """The first cell of a cleaning, before and after."""
    first, words = entry["first"], WORDS[lang]
    shown = {key: first.get(key) if first.get(key) not in (None, "") else words["empty"] for key in ("before", "after")}
    return str(words["example"]).format(row=first.get("row", "—"), **shown)


def _group(number: int, group: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    lang = "zh" if words is WORDS["zh"] else "en"
    head = f"{number}. {group['code']} {group['name']}".rstrip()
    lines = [f"{head}（{words['places']}）" if lang == "zh" else f"{head} ({words['places']})"]
    lines[0] = lines[0].format(total=group["total"])
    told = None
    for finding in group["findings"][:SHOWN]:
        where = place(finding, lang)
        lines.append(f"  · {where}" if where else f"  · {finding['message']}")
        if where:
            lines.append(f"    {finding['message']}")
        if finding["fix"] and finding["fix"] != told:
            lines.append(f"    {words['fix']}{finding['fix']}")
        told = finding["fix"]
    more = group["total"] - min(len(group["findings"]), SHOWN)
    return [*lines, f"  · {words['more'].format(more=more)}"] if more > 0 else lines


def _cleanings(file: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    entries = file.get("cleanings") or ()
    lang = "zh" if words is WORDS["zh"] else "en"
    told = [f"    · {entry['rule']} {entry['message']}" for entry in entries]
    return [f"  {words['cleanings']}{'：' if lang == 'zh' else ':'}", *told] if told else []
