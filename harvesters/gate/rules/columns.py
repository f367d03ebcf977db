"""What a column holds by its header: the dictionary behind the detectors of persons and places (D2–D12)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import Flag, auto
from functools import reduce


class Role(Flag):
    """What a header says; a column may have several."""

    NONE = 0
    PERSON = auto()  # 姓名: the row is about this person
    AGENT = auto()  # 法定代表人, 联系人: a person who acts for an institution
    INSTITUTION = auto()
    OFFICE = auto()  # 办公电话, 单位地址: an institution's, whatever it is
    PHONE = auto()
    ADDRESS = auto()
    HOME = auto()
    ID = auto()
    BIRTH = auto()
    NATION = auto()
    PHOTO = auto()
    PLATE = auto()
    BANK = auto()  # a bank card without doubt
    ACCOUNT = auto()  # perhaps one
    CODE = auto()
    USCC = auto()
    TRAVELLER = auto()  # whose traces a row may hold
    LON = auto()
    LAT = auto()
    TIME = auto()
    LEVEL = auto()
    PERIOD = auto()
    TRANSIT = auto()
    STATISTIC = auto()


_ROLES: Mapping[Role, str] = {
    Role.PERSON: r"(?:.*[^单位机构企业公司校店商品物菌药地站项产车船课景点])?(?:姓\s*名|名字|人名)|"
    r"(?:.*(?<![单团主客物载立投招竞中被]))?"
    r"(?:学生|考生|患者|病人|户主|业主|房主|车主|驾驶员|司机|乘客|旅客|游客|居民|村民|职工|员工|教师|"
    r"老师|医师|医生|护士|"
    r"运动员|获奖者|志愿者|捐献者|捐赠者|申请人|申请者|持证人|持有人|当事人|被处罚人|被执行人|"
    r"行政相对人|参保人|受益人|救助对象|"
    r"低保对象|低保户|贫困户|残疾人|承租人|购房人|权利人|嫌疑人|死者|亲属|家长|监护人|配偶|父亲|母亲|"
    r"经办人|收件人|寄件人|所有人)",
    Role.AGENT: r".*(?:法定代表人|法人代表|法定代理人|法人姓名|负责人|联系人|联络员|经营者|投资人|股东|校长|园长|"
    r"院长|站长|馆长|所长|理事长|"
    r"会长|法人|业务员|监督员|河长|湖长|林长|网格员)(?:姓名|名字)?",
    Role.INSTITUTION: r".*(?:单位|机构|企业|公司|学校|院校|幼儿园|园所|医院|诊所|药店|药房|店铺|门店|商户|商家|饭店|"
    r"酒店|宾馆|旅行社|协会|组织|社团|"
    r"合作社|场所|场馆|站点|网点|服务站|部门|机关|中心|市场主体|纳税人|供应商|图书馆|博物馆|景区|公园|"
    r"车站|养老院|福利院|加油站|字号|实验室|基地)",
    Role.OFFICE: r".*(?:办公|单位|公司|企业|机构|学校|医院|服务|咨询|监督|投诉|举报|热线|值班|客服|订票|购票|预约|"
    r"急救|报警|受理|窗口|救援|前台|"
    r"部门|机关|官方|营业|经营|注册|登记|工作).*(?:电话|号码|手机|联系方式|邮箱|电子邮件|地址|地点|"
    r"住所)|.*(?:热线|总机|传真|客服)",
    Role.PHONE: r".*(?:电话|手机|联系方式|联系号码|移动电话|手机号|电话号码)|(?:.*_)?(?:tel|phone|mobile|"
    r"telephone|cellphone)(?:_?(?:no|number))?",
    Role.ADDRESS: r".*(?:地址|住所|住址|地点|位置|坐落|address)",
    Role.HOME: r".*(?:住址|家庭.{0,2}地址|户籍(?:所在)?(?:地址?|地)|户口(?:所在)?地.{0,2}|居住(?:地|地址|地点)|"
    r"现住.{0,3}|收[货件]地址|房屋坐落)",
    Role.BIRTH: r".*(?:出生|生日|birth(?:day|_?date)?|dob).{0,4}",
    Role.NATION: r"民族|族别|族称|所属民族",
    Role.PHOTO: r".*(?:照片|头像|相片|证件照|photo|portrait)",
    Role.PLATE: r".*(?:车牌|号牌号码|车辆号牌|车号|牌照).{0,3}|(?:.*_)?plate(?:_?(?:no|number))?",
    Role.BANK: r".*(?:银行.{0,4}[卡账帐]|开户.{0,3}[卡账帐]|工资卡|信用卡|借记卡|储蓄卡|一卡通账|打卡账).{0,3}|"
    r"(?:.*_)?bank_?(?:card|account).*",
    Role.ACCOUNT: r".*(?:[卡账帐]号|账户|帐户|卡号码)|(?:.*_)?(?:card|account)(?:_?(?:no|number))?",
    Role.CODE: r".*(?:工号|订单|编码|编号|单号|流水|序号|序列号|案号|文号|批号|代码|条码|票号|合同号|许可证号|"
    r"证书号|登记号|受理号|备案号|档案号|户号|号)|"
    r"(?:.*[_ ])?(?:id|code|no|number|serial|order|sn)",
    Role.USCC: r".*(?:统一社会信用代码|社会信用代码|统一信用代码|信用代码)|(?:.*_)?(?:uscc|usci|credit_?code)",
    Role.TRAVELLER: r".*(?:用户|乘客|旅客|司机|驾驶员|骑行者|会员|设备|终端|手机|人员|车主|imei|imsi|openid|user|"
    r"device).{0,3}(?:id|编号|编码|标识|号|号码|代码|码)?",
    Role.LON: r".*经度.*|(?:.*[_ ])?(?:lon|lng|long|longitude)|x坐标|坐标x|东经",
    Role.LAT: r".*纬度.*|(?:.*[_ ])?(?:lat|latitude)|y坐标|坐标y|北纬",
    # both in one cell: 118.32,36.1
    Role.LON | Role.LAT: r".*(?:经纬|地理坐标|百度坐标|高德坐标|GPS坐标|坐标位置).*|坐标|"
    r"(?:.*[_ ])?(?:lnglat|lonlat|latlng|latlon|coordinates?)",
    Role.TIME: r".*(?:时间|时刻|日期时间|时间戳|timestamp|datetime|time).*",
    Role.LEVEL: r".*密\s*级|保密等级|涉密等级|classification",
    Role.PERIOD: r".*保密期限?|保密年限",
    Role.TRANSIT: r".*(?:公交|线路|班次|车次|班线|客运|出租|公共汽车|巡游|网约|营运|运营|公务|环卫|渣土|危货|危险品|"
    r"校车).*",
    Role.STATISTIC: r".*(?:数量|人数|户数|总数|合计|小计|占比|比重|比例|平均|人均|增长|同比|指数|[数率量额])",
}
_PATTERNS = {role: re.compile(pattern, re.IGNORECASE) for role, pattern in _ROLES.items()}
_ID = re.compile(r"身份证|证件号|公民身份|身份号码|居民证|idcard|id_card|sfz", re.IGNORECASE)

# D10: what else says something of a person. A header alone waits for a person's eye.
PRIVATE: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "passport": r".*护照.{0,3}|passport.*",
        "permit": r".*(?:港澳|台湾|台胞|回乡|往来).{0,8}(?:通行证|台胞证|回乡证|证).{0,3}|.*(?:台胞证|回乡证).{0,3}",
        "social": r".*(?:社保|社会保障|医保|公积金|医疗保险|参保).{0,2}(?:卡号?|号码?|账号|编号|个人编号)|"
        r".*(?:军官证|警官证|士兵证|驾驶证|残疾证).{0,2}号码?",
        "student": r".*(?:学籍|学|准考证|考生)号.{0,2}|.*学籍.{0,2}码",
        "mail": r"(?:个人|私人|本人).{0,2}(?:邮箱|电子邮件|e-?mail)",
        "chat": r".*(?:qq|微信|wechat|抖音|微博)(?!.*(?:公众|服务号|小程序|官方|群)).{0,3}号?码?",
        "network": r".*(?:ip地址|mac地址|ip|mac|imei|imsi)|(?:.*_)?(?:ip|mac)(?:_?addr(?:ess)?)?",
        "biometric": r".*(?:人脸|面部|指纹|虹膜|声纹|掌纹|基因|dna)(?:信息|特征|数据|图像|照片|序列|编码|检测.{0,2}|"
        r"识别.{0,2})?",
        "medical": r".*(?:病历|病案|既往病史|病史|过敏史|病情|症状|血型|残疾(?:等级|类别|类型)|患病|疾病(?:诊断|"
        r"名称)?|诊断(?:结果|结论|名称)?)(?:号码?|描述|情况)?",
        "religion": r".*(?:宗教信仰|信仰)|信教情况",
        "marriage": r".*(?:婚姻(?:状况|情况|状态)?|婚否|婚育(?:状况|情况)?|配偶情况)",
        "income": r"(?:个人|家庭|本人|月|年|工资).{0,3}(?:收入|工资|薪资|薪酬)(?:[（(].*[）)])?|工资|薪资|薪酬|月薪|"
        r"年薪",
        "minor": r".*(?:未成年人|监护人|留守儿童|孤儿).{0,2}(?:姓名|信息|情况)",
    }.items()
}
# What is usual in statistics and says something of a person only beside a name.
_ONLY_BESIDE_NAMES = frozenset({"medical", "marriage", "income", "student", "social", "religion"})
# Columns where persons and institutions stand together, and codes of several kinds
_MIXED_NAMES = re.compile(
    r".*(?:当事人|相对人|申请人|被处罚人|权利人|持有人|持证人|处罚对象)(?:姓名或|姓名及|姓名/)?名称"
)
_MIXED_CODES = re.compile(r"注册号|组织机构|身份证|证件|登记证|[或及/、]")
_BRACKETS = re.compile(r"[(\[【（][^)\]】）]*[)\]】）]|[*＊:：]")


def bare(label: str) -> str:
    """A label without brackets and blanks, in plain form."""
    return _BRACKETS.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", label)))


def roles(label: str) -> Role:
    """All that the header says."""
    text = bare(label)
    found = reduce(lambda a, b: a | b, (r for r, p in _PATTERNS.items() if p.fullmatch(text)), Role.NONE)
    if _ID.search(unicodedata.normalize("NFKC", label)):
        found |= Role.ID
    if _MIXED_NAMES.fullmatch(text):
        found |= Role.PERSON
    elif Role.INSTITUTION in found or re.fullmatch(r".*(?:名称|简称|全称)", text):
        found &= ~Role.PERSON
        if re.search(r"名称|全称|简称", text):
            stem = re.sub(r"(?:的)?(?:名称|全称|简称)$", "", text)
            if _PATTERNS[Role.INSTITUTION].fullmatch(stem) or text in ("名称", "全称", "简称"):
                found |= Role.INSTITUTION
    if Role.AGENT in found:
        found &= ~Role.PERSON
    if Role.USCC in found and _MIXED_CODES.search(label):
        found &= ~Role.USCC
    if Role.PERSON in found or Role.AGENT in found:
        found &= ~(Role.CODE | Role.TRAVELLER)
    if Role.STATISTIC in found:
        found &= ~(Role.PERSON | Role.AGENT | Role.INSTITUTION | Role.PHOTO | Role.BIRTH)
    return found


def private(label: str, *, beside_names: bool) -> str | None:
    """The kind of D10 that a header names, or None."""
    text = bare(label)
    for kind, pattern in PRIVATE.items():
        if (beside_names or kind not in _ONLY_BESIDE_NAMES) and pattern.fullmatch(text):
            return kind
    return None
