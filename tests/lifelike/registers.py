"""Clean registers of many departments: a function makes one from the dice."""

from __future__ import annotations

from random import Random

from lifelike.table import (
    RARE,
    Row,
    Table,
    date,
    day,
    decimal,
    landline,
    made,
    maybe,
    number,
    place,
    road,
    text,
    uscc,
)

_HAN = "一二三四五六七八九十"


def stations(dice: Random) -> Table:
    def cells(n: int) -> Row:
        city, county, _ = place(dice)
        return [
            f"{county}第{_HAN[n % 10]}客运站{n}",
            city,
            dice.choice(("一级站", "二级站", "三级站", "便捷车站")),
            f"山东省{city}{county}{road(dice)}",
            decimal(dice, 115, 122, 6),
            decimal(dice, 34.6, 38, 6),
            landline(dice),
        ]

    fields = [
        text("客运站名称", required=True),
        text("所在市"),
        text("站级"),
        text("地址"),
        {**number("经度"), "sd:crs": "CGCS2000"},
        {**number("纬度"), "sd:crs": "CGCS2000"},
        text("办公电话"),
    ]
    return made(f"{place(dice)[0]}公路客运站基本信息", fields, dice, cells, (12, 40), key=("客运站名称",))


def bus_lines(dice: Random) -> Table:
    def cells(n: int) -> Row:
        first, last = (
            dice.choice(("大明湖", "火车站", "台东", "汽车总站")),
            dice.choice(("党家庄", "市政府", "大学城", "北园立交")),
        )
        return [
            f"{dice.choice('KBT')}{n + 1}路",
            f"{first}-{last}",
            str(dice.randint(8, 45)),
            decimal(dice, 5, 60, 1),
            f"{dice.randint(5, 6):02d}:{dice.choice(('00', '30'))}:00",
            dice.choice(("是", "否")),
            maybe(dice, dice.choice(("途经“泉城广场”，双休日加密", "遇恶劣天气停运", "2017年10月起优化调整")), 0.97),
        ]

    fields = [
        text("线路名称", required=True, unique=True),
        text("起讫站"),
        number("站点数", "个", "integer", minimum=2),
        number("线路长度（公里）"),
        {"name": "首班时间", "type": "time"},
        {"name": "是否空调车", "type": "boolean", "trueValues": ["是"], "falseValues": ["否"]},
        text("备注"),
    ]
    return made(f"{place(dice)[0]}公交线路信息", fields, dice, cells, (12, 60))


def hospitals(dice: Random) -> Table:
    def cells(n: int) -> Row:
        city, county, code = place(dice)
        return [
            f"{county}{dice.choice(('人民医院', '中医院', '妇幼保健院', '第二人民医院'))}{n + 1}部",
            code,
            dice.choice(("三级甲等", "三级乙等", "二级甲等", "未定级")),
            str(dice.randint(30, 3000)),
            f"{city}{county}{road(dice)}",
            landline(dice),
            maybe(dice, f"25{dice.randrange(10**4):04d}", 0.97),
        ]

    fields = [
        text("机构名称", required=True),
        text("行政区划代码", pattern="37[0-9]{4}"),
        text("等级"),
        number("床位数", "张", "integer", minimum=0),
        text("地址"),
        text("联系电话"),
        text("邮政编码"),
    ]
    return made("医疗机构名录", fields, dice, cells, (12, 50))


def penalties(dice: Random) -> Table:
    def cells(n: int) -> Row:
        _, county, _ = place(dice)
        return [
            f"鲁交罚〔{dice.randint(2019, 2026)}〕{n + 1}号",
            f"{county}{dice.choice(('宏达', '鑫源', '泰和', '瑞丰'))}运输有限公司",
            uscc(dice),
            "违反《中华人民共和国道路运输条例》第六十四条，使用未取得道路运输证的车辆参加货物运输",
            decimal(dice, 0.1, 5),
            date(dice, 2019),
        ]

    fields = [
        text("处罚决定书文号", required=True),
        text("行政相对人名称"),
        text("统一社会信用代码"),
        text("违法事实"),
        number("罚款金额", "万元"),
        day("处罚决定日期"),
    ]
    return made("交通运输行政处罚信息（法人）", fields, dice, cells, (12, 40), key=("处罚决定书文号",))


def licences(dice: Random) -> Table:
    def cells(n: int) -> Row:
        _, county, code = place(dice)
        since = date(dice, 2021)
        return [
            f"JY1{code}{n:06d}",
            f"{county}{dice.choice(('家家悦', '利群', '银座', '大润发'))}超市有限公司第{n + 1}分店",
            uscc(dice),
            f"{county}{road(dice)}",
            since,
            dice.choice(("有效", "注销")),
        ]

    fields = [
        text("许可证编号", required=True, unique=True),
        text("企业名称"),
        text("统一社会信用代码"),
        text("经营场所"),
        day("发证日期"),
        text("状态", enum=["有效", "注销"]),
    ]
    return made("食品经营许可证信息", fields, dice, cells, (12, 50))


def schools(dice: Random) -> Table:
    def cells(n: int) -> Row:
        city, county, _ = place(dice)
        return [
            f"{county}第{_HAN[n // 10 % 10]}十{_HAN[n % 10]}中学",
            city,
            county,
            dice.choice(("公办", "民办")),
            str(dice.randint(200, 4000)),
            str(dice.randint(1950, 2020)),
            f"{county}{road(dice)}（原{RARE[n % 8]}阳路）",
        ]

    fields = [
        text("学校名称", required=True),
        text("市"),
        text("县（市、区）"),
        text("办学性质", enum=["公办", "民办"]),
        number("在校学生数", "人", "integer"),
        {"name": "建校年份", "type": "year"},
        text("学校地址"),
    ]
    return made("普通中学名录", fields, dice, cells, (12, 60))


def scenic(dice: Random) -> Table:
    def cells(n: int) -> Row:
        city, county, _ = place(dice)
        words = "，".join(("依山傍水，林木葱郁，是集观光、休闲、度假于一体的综合性景区",) * dice.randint(1, 6))
        return [
            f"{county}{dice.choice(('天蒙山', '龙泉', '古城', '湿地'))}旅游区{n + 1}",
            city,
            dice.choice(("AAAAA", "AAAA", "AAA")),
            maybe(dice, str(dice.randrange(0, 200, 5)), 0.97),
            f"景区“{county}之眼”：{words}。\n开放时间8:00—17:00。",
        ]

    fields = [text("景区名称", required=True), text("所在市"), text("等级"), number("门票价格", "元"), text("景区简介")]
    return made("A级旅游景区名录", fields, dice, cells, (12, 30))


def projects(dice: Random) -> Table:
    def cells(n: int) -> Row:
        _, county, code = place(dice)
        name = f"{county}至{place(dice)[1]}公路改建工程（K{n}+{dice.randrange(1000):03d}段）"
        return [
            f"{dice.randint(2019, 2026)}-{code}-54-01-{dice.randrange(10**6):06d}",
            name,
            decimal(dice, 100, 90_000),
            date(dice, 2019),
            dice.choice(("在建", "已完工", "前期")),
            dice.choice(("", "“十四五”规划项目", "续建；资金来源：省级补助、地方配套")),
        ]

    fields = [
        text("项目代码", required=True, unique=True),
        text("项目名称"),
        number("总投资", "万元", minimum=0),
        day("开工日期"),
        text("建设状态"),
        text("说明"),
    ]
    return made("重点交通建设项目清单", fields, dice, cells, (12, 40))


def parking(dice: Random) -> Table:
    def cells(n: int) -> Row:
        city, county, _ = place(dice)
        return [
            f"{n + 1:04d}",
            f"{county}{dice.choice(('万达', '银座', '市民中心', '体育馆'))}停车场",
            str(dice.randint(20, 1500)),
            decimal(dice, 1, 8, 1),
            dice.choice(("是", "否")),
            f"{city}{county}{road(dice)}",
        ]

    fields = [
        text("停车场编号", minLength=4, maxLength=4),
        text("停车场名称"),
        number("泊位数", "个", "integer"),
        number("小时收费", "元"),
        {"name": "是否有充电桩", "type": "boolean", "trueValues": ["是"], "falseValues": ["否"]},
        text("位置"),
    ]
    return made("公共停车场信息", fields, dice, cells, (12, 50))


def samples(dice: Random) -> Table:
    def cells(n: int) -> Row:
        return [
            f"SP{dice.randint(2019, 2026)}{n:05d}",
            dice.choice(("小麦粉", "花生油", "韭菜", "酱卤肉制品", "桶装饮用水")),
            f"{place(dice)[1]}{dice.choice(('福瑞', '天和', '鲁花'))}食品有限公司",
            date(dice, 2019),
            dice.choice(("合格", "合格", "合格", "不合格")),
            maybe(dice, "腐霉利‖实测值0.35mg/kg‖标准值≤0.2mg/kg", 0.97),
        ]

    fields = [
        text("抽样编号", required=True, unique=True),
        text("样品名称"),
        text("生产企业"),
        day("抽样日期"),
        text("检验结论", enum=["合格", "不合格"]),
        text("检验项目"),
    ]
    return made("食品安全监督抽检结果", fields, dice, cells, (12, 50))
