"""密级标志 (detector D11): a mark of secrecy blocks, words of drafts and inner papers wait, words about secrecy do not
count. Texts come NFKC and without invisible characters (:func:`.sensitive.normal`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvesters.gate.rules.sensitive import Hit

_GAP = r"[ \t\r\n]{0,3}"
_HAN = "\u3400-\u9fff"
_LEVEL = rf"(?:绝{_GAP}密|[机機]{_GAP}密|[秘祕]{_GAP}密|絕{_GAP}密)"
_WORDS = (
    rf"内{_GAP}部{_GAP}(?:资|資){_GAP}料|内{_GAP}部{_GAP}文{_GAP}件|內部[資资]料|內部文件|注意保存|不得公[开開]|"
    rf"[仅僅]供[^\x1e\x1f。；;\n]{{0,6}}[参參]考|[讨討][论論]稿|征求意[见見]稿|徵求意見稿|工作秘密|內部掌握|内部掌握"
)
_MARK = re.compile(f"(?P<level>{_LEVEL})|(?P<word>{_WORDS})")
_STARS = "[★☆✩✭⭐✯✰*﹡✱∗]"
_PERIOD = r"(?:长期|長期|永久|(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:年|个月|個月|月|天|日))"
_LEVELLED = re.compile(
    rf"[级級]?\s*[(\[（【]?\s*(?:{_STARS}\s*[(（]?\s*{_PERIOD}?|[:：·、\-—]?\s*{_PERIOD}(?![\d{_HAN}]|以[下上内]))"
)
_STAR_BEFORE = re.compile(rf"{_STARS}\s*$")
# Words that make 秘密 or 机密 the subject of a text, not a mark on it.
_SUBJECT = re.compile(
    r"(?:商业|国家|技术|工作|个人|职业|军事|企业|经营|客户|通信|通讯|贸易|保守|泄露|泄漏|窃取|刺探|侵犯|侵害|知悉|接触|涉及|涉|解|绝对)\s*$"
)
# 不涉及国家秘密、工作秘密; 依法不得公开的除外
_DENIED = re.compile(rf"(?:不|未|无|非|没有|禁止|严禁|防止|排除|除外)[{_HAN}、，,和及或与]{{0,16}}$")
_EXCEPTED = re.compile(rf"[{_HAN}、，,和及或与]{{0,14}}(?:除外|不予公开|不予开放|不公开)")
_ABOUT = re.compile(r"\s*(?:的|性|保护|管理|事项|范围|泄露)")
_SAID_TO_BE = re.compile(r"(?:密级|等级|级别|标注|标密|定为|定密|属于|属|列为|为|系|是)\s*[:：]?\s*$")
_PAPER = re.compile(r"[级級件]|文件|资料|材料|档案|信息")
_OPEN_BOOK = re.compile(r"《[^》]{0,60}$")
# 数据仅供参考: what open data say of themselves to everybody, and no mark on a paper for a few
_DISCLAIMER = re.compile(r"[仅僅]供\s*(?:您|用户|公众|社会公众|社会|大家|读者|各界|使用者|学习|查询|个人)?\s*[参參]考")
_BOUND = re.compile(rf"[{_HAN}]$")


def marks(text: str, *, prose: bool = False) -> Iterator[Hit]:
    """``secret``: a level with its star or period. ``marker``: what a person has to look at. ``prose``: a record's
    text, where a disclaimer is no mark."""
    for match in _MARK.finditer(text):
        word = re.sub(r"\s", "", match[0])
        before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 20]
        before, after = re.split("[\x1e\x1f]", before)[-1], re.split("[\x1e\x1f]", after)[0]
        if match["level"]:
            kind, shown = _level(word, before, after)
        else:
            kind, shown = ("marker", word) if _is_marker(word, before, after, prose) else (None, word)
        if kind is not None:
            yield Hit(kind, match.start(), shown, word)


def _level(word: str, before: str, after: str) -> tuple[str | None, str]:
    subject = _SUBJECT.search(before) is not None
    levelled = _LEVELLED.match(after)
    star = _STAR_BEFORE.search(before) is not None or (
        levelled is not None and re.search(_STARS, levelled[0]) is not None
    )
    if star or (levelled is not None and not subject):
        return "secret", word + (re.sub(r"\s", "", levelled[0]) if levelled else "★")
    if subject or _OPEN_BOOK.search(before) or _DENIED.search(before):
        return None, word
    begins = not _BOUND.search(before) or _SAID_TO_BE.search(before) is not None
    ends = not re.match(f"[{_HAN}]", after) or _PAPER.match(after) is not None
    return ("marker" if begins and ends else None), word


def _is_marker(word: str, before: str, after: str, prose: bool) -> bool:
    if _DENIED.search(before) or _EXCEPTED.match(after):
        return False
    if word == "注意保存":  # 请注意保存票据
        return not _BOUND.search(before) and not re.match(f"[{_HAN}]", after)
    if word in ("工作秘密", "不得公开", "不得公開"):
        return _ABOUT.match(after) is None and not _OPEN_BOOK.search(before)
    if word[0] in "仅僅" and prose:
        return _DISCLAIMER.fullmatch(word) is None
    return not (word[0] in "内內" and after.lstrip()[:1] == "性")  # 内部资料性出版物 is a kind of licence
