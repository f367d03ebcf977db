"""Does text that decoded as GB18030 look like Chinese? Big5, EUC-JP and broken UTF-8 also decode (trap X5).

The measure is the share of GB 2312 level-1 characters among the Han characters: at least 0.95 in the real files at
hand, 0.5 and less when another encoding was read as GB18030. Frequent characters settle what is left, both ways.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

MIN_SHARE = 0.6
MIN_COMMON = 0.1
ENOUGH_HAN = 30
_FEW, _SOME = 3, 40

# The 500 most frequent characters of modern Chinese, simplified and (where written otherwise) traditional.
_FREQUENT = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进"
    "着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各"
    "重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次"
    "品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治"
    "北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示"
    "议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深"
    "难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层"
    "片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严镇乡村街湾"
)
_FREQUENT_TRADITIONAL = (
    "這為個國時來們於對會發動過說產種後學經進電裡現實應開還當業從義間樣與關線內數質氣變條沒結問無軍題黨員總設長頭資邊級圖統較將組見計別論運農"
    "幾區強決戰則處隊給門規熱領東導壓濟階術極聯認權證單風場車務萬達積議聲報類離華確張馬節話況溫傳許廣記觀織裝書復兒須際驗連斷難礦備辦習響約"
    "勞團歷構稱準號維劃選標寫親養層狀廠識適屬圓滿參紅細聽該鐵價嚴鎮鄉灣館縣備註採購區域投票環境護監測站戶煙臺濰坊濟"
    "話傳真址關編碼緯郵遞區府市公司學校院所局處科股室圖書類別名日期時間年月度縣路號街樓"
)
# Everyday words of department tables, and the cities of Shandong.
_ADMINISTRATIVE = (
    "男女备注采购域投票环境护监测站户烟台潍坊济话传真址关编码纬邮递府司校所室图书楼山东南淄博枣庄宁泰威聊滨菏泽临沂"
)
# Level-2 characters that stand in the names of Shandong's counties, towns and waters.
_SHANDONG = (
    "崂莒泗汶岱滕岚茌沭罘兖郯莘郓鄄棣朐孚疃颍睿赉洮暨湟琊渌醴埕冢垓鄌郚芝淄淼畲钼崮濮瀛泺沣堌徕"
    "堽皓崧嵘甬毓璜嵛砣矶郜邹鲅渑圳"
)

# GB 18030-2000 put these in the private use area; GB 18030-2022 gives them their own places in Unicode.
GB_PRIVATE_USE = {
    0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15, 0xE793: 0xFE16,
    0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19, 0xE7C7: 0x1E3F, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC,
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F,
    0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip


@dataclass(slots=True)
class Census:
    """Which characters a text holds, and how often."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, counts: Mapping[str, int]) -> None:
        for char, n in counts.items():
            self.counts[char] = self.counts.get(char, 0) + n


@cache
def _level1_gb() -> frozenset[str]:
    rows = {bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312") for row in range(16, 55) for cell in range(1, 95)}
    last = {bytes((0xD7, 0xA0 + cell)).decode("gb2312") for cell in range(1, 90)}
    return frozenset(rows | last | set(_SHANDONG))


@cache
def _level1_big5() -> frozenset[str]:
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    pairs = (bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails)
    return frozenset("".join(pair.decode("big5", "ignore") for pair in pairs))


@cache
def _frequent(traditional: bool) -> frozenset[str]:
    return frozenset(_FREQUENT + _FREQUENT_TRADITIONAL if traditional else _FREQUENT + _ADMINISTRATIVE)


def is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u4dbf" or "\u4e00" <= char <= "\u9fff" or char >= "\U00020000"


def looks_chinese(census: Census) -> str | None:
    """None if the text is plausible Chinese read as GB18030, else why not (a reason of the messages for Q01)."""
    groups = {"han": 0, "level1": 0, "common": 0, "kana": 0, "private": 0, "foreign": 0, "other": 0}
    for char, n in census.counts.items():
        for group in _groups(char):
            groups[group] += n
    han, total = groups["han"], sum(n for char, n in census.counts.items() if char > "\x7f")
    few = groups["private"] <= _FEW and total >= _SOME  # a character of somebody's own font, which Q30 names
    if "\ufffd" in census.counts or (groups["private"] * 1000 > total and not few):
        return "private_use"
    if groups["kana"] * 50 > han + groups["kana"]:
        return "kana"
    if groups["foreign"] * 50 > total:
        return "foreign_letters"
    if _only_first_rows(census):
        return "korean"
    if groups["level1"] < MIN_SHARE * han or (han >= ENOUGH_HAN and groups["common"] < MIN_COMMON * han):
        return "rare_characters"
    return None


def score(census: Census, *, big5: bool = False) -> float:
    """How common the Han characters are, 0…1: everyday 1, level-1 a third, the rest nothing. For comparing readings."""
    level1, common = (_level1_big5(), _frequent(True)) if big5 else (_level1_gb(), _frequent(False))
    han, points = 0, 0
    for char, n in census.counts.items():
        if char > "\x7f":
            if is_han(char):
                han += n
                points += n * (3 if char in common else 1 if char in level1 else 0)
            elif _strange(char):
                han += n
    return points / (3 * han) if han else 0.0


def _groups(char: str) -> tuple[str, ...]:
    if char <= "\x7f":
        return ()
    if is_han(char):
        if not _in_gbk(char):
            return ()  # a four-byte sequence: only GB18030 has these, so a rare name proves nothing against it
        names = ["han"]
        if char in _level1_gb():
            names.append("level1")
        if char in _frequent(False):
            names.append("common")
        return tuple(names)
    if "\u3041" <= char <= "\u3096" or "\u30a1" <= char <= "\u30fa":
        return ("kana",)
    if "\x80" <= char <= "\x9f" or unicodedata.category(char) in ("Co", "Cn", "Cs"):
        return ("private",)
    return ("foreign",) if _strange(char) else ("other",)


def _only_first_rows(census: Census) -> bool:
    """Hangul in EUC-KR falls on rows B0–C8 alone; Chinese text of some length uses the rows up to D7 as well."""
    chars = [char for char in census.counts if char > "\x7f" and is_han(char)]
    return len(chars) >= 15 and all(char.encode("gb18030")[0] <= 0xC8 for char in chars)


def _in_gbk(char: str) -> bool:
    return len(char.encode("gb18030")) == 2


def _strange(char: str) -> bool:
    """A letter that a Chinese table hardly holds: not Latin, Greek, Cyrillic, Zhuyin or full-width."""
    if not unicodedata.category(char).startswith("L"):
        return False
    expected = (
        char < "\u0530"
        or "\u1e00" <= char <= "\u1fff"
        or "\u2100" <= char <= "\u218f"
        or "\u3005" <= char <= "\u3007"
        or "\u3031" <= char <= "\u312f"
        or "\u30fb" <= char <= "\u30ff"
        or "\uf900" <= char <= "\ufaff"
        or "\uff00" <= char <= "\uffef"
    )
    return not expected
