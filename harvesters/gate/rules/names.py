"""Chinese names of persons and addresses of homes (detectors D6, D7): what looks like one, and how it is masked."""

from __future__ import annotations

import re

# The surnames that cover nearly everybody; traditional forms beside the simplified ones.
_SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞"
    "任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏"
    "成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘"
    "缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷"
    "车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍"
    "双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨"
    "居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺"
    "权逯盖益桓公仉督岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖闫付代仝丛苑亓迟隋随邸鹿战初衣矫信战辇綦蹇冒官位"
    "張陳劉楊黃趙吳鄭馮鄧許韓謝馬孫龍萬葉蘇呂賈閻陸範鐘譚韋鄒龐蕭羅寧魯齊顧盧湯嚴錢齊項祝閔賴"
)
_COMPOUND = (
    *("欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊"),
    *("赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文"),
    *("司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "呼延", "令狐", "西门", "南门", "东郭", "轩辕", "歐陽"),
)
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_NAME = re.compile(rf"{_HAN}{{2,4}}")
_LONG_NAME = re.compile(rf"{_HAN}{{1,12}}[·•・‧.]{_HAN}{{1,16}}")
# What stands in a column of names and is none.
_NOT = re.compile(
    r".*(?:办公室|值班室|服务台|管理员|负责人|联系人|经理|主任|客服|窗口|科室|[科处部局室台组队站所会]|不详|未知|暂无)|.*[某*]+.*"
)
# The last character of short names of places and businesses: three-character names of persons end otherwise.
_PLACES = frozenset("省市区县镇乡村庄路街桥厂店部站所院局社馆校园厅吧行组队会矿场库")

_UNIT = r"[\dA-Za-z一二三四五六七八九十]+\s*"
_ROOM = re.compile(
    rf"{_UNIT}(?:单元|单位|室)|(?:单元|号楼|栋|幢|座)\s*[\dA-Za-z]{{1,5}}(?![\d年月])|\d{{1,3}}[-—#]\d{{1,2}}[-—]\d{{3,4}}(?!\d)"
)
_HOUSE = re.compile(
    rf"(?:路|街|巷|胡同|弄|道|村|庄|屯|小区|社区|花园|苑|公寓|家园|新村).{{0,20}}?{_UNIT}(?:号|栋|幢|单元|室)"
)
_BELOW_COUNTY = re.compile(
    r"镇|乡|街道|办事处|路|街|巷|胡同|村|庄|屯|小区|社区|花园|苑|公寓|家园|\d+\s*(?:号|栋|幢|单元|室)"
)
# 枣庄市台儿庄区: a county's name may hold the word for a village, so the names of the upper levels are taken off first
_UPPER = re.compile(
    r"^(?:中国)?(?:[^省]{2,6}?(?:省|自治区))?(?:[^市路街镇乡村]{1,9}?(?:市|自治州|地区|盟))?"
    r"(?:[^路街镇乡村小社园景市]{1,8}?(?:区|县|市|旗))?"
)
_COUNTY = re.compile(r".{0,24}?(?:[区县]|自治州|[^省]{1,6}市)(?=.)")


def is_name(text: str, *, strict: bool) -> bool:
    """Whether a cell of a column of names holds a whole one. ``strict``: the column may hold institutions too."""
    plain = re.sub(r"\s", "", text)
    if _LONG_NAME.fullmatch(plain):
        return "某" not in plain
    if not _NAME.fullmatch(plain) or _NOT.fullmatch(plain):
        return False
    compound = plain.startswith(_COMPOUND)
    if not compound and plain[0] not in _SINGLE:
        return False
    if len(plain) == 4 and not compound:
        return plain[-1] not in _PLACES and plain[1] in _SINGLE  # two surnames in a row: 张王晓明
    return not (strict and len(plain) > 2 and plain[-1] in _PLACES)


def masked_name(text: str) -> str:
    """张*"""
    plain = re.sub(r"\s", "", text)
    first = plain[:2] if plain.startswith(_COMPOUND) and len(plain) > 2 else plain[:1]
    return first + "*"


def is_room(text: str) -> bool:
    """An address down to the door of a home (D7)."""
    return _ROOM.search(text) is not None and _BELOW_COUNTY.search(text) is not None


def is_house(text: str) -> bool:
    """An address down to the number of the house."""
    return is_room(text) or _HOUSE.search(text) is not None


def beyond_county(text: str) -> bool:
    """An address finer than the county, to which addresses are masked (G-20)."""
    return _BELOW_COUNTY.search(_UPPER.sub("", re.sub(r"\s", "", text), count=1)) is not None


def masked_address(text: str) -> str:
    """Down to the county; if there is none, its first two characters."""
    plain = text.strip()
    county = _COUNTY.match(plain)
    kept = county[0] if county else plain[:2]
    return (kept if not _BELOW_COUNTY.search(kept) else plain[:2]) + "***"
