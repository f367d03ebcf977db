"""资格资质: who may use which telephone numbers, which companies are listed."""

from __future__ import annotations

import csv
import io

from .forms import Rows
from .packages import ADATA, JIONLP, Shelf
from .spec import Dataset, Table, date, text

CATEGORY = "qualifications"


def operator_rows(shelf: Shelf) -> Rows:
    for line in shelf.text(JIONLP, "dictionary/telecom_operator.txt").splitlines():
        if line.strip():
            prefix, operator = line.split()
            yield prefix, operator


def listed_rows(shelf: Shelf) -> Rows:
    for r in csv.DictReader(io.StringIO(shelf.text(ADATA, "adata/stock/cache/code.csv"))):
        yield r["stock_code"], r["short_name"], r["list_date2"] or ""


OPERATORS = Dataset(
    "telecom-numbers",
    "DEMO/000018",
    "电信网码号资源使用企业演示数据",
    about="公众移动通信网网号（号码前三位或前四位）与获准使用的电信企业，每个网号一行；虚拟运营商写为“…虚拟运营商”。全国统一，适用于山东省。",
    origin="资料取自开源软件 jionlp 1.5.31（Apache-2.0 许可）；整理时只译出表头。以工业和信息化部的批准为准。",
    english="Mobile network prefixes of China and the operators licensed to use them, from jionlp 1.5.31 (Apache-2.0). National. "
    "Demonstration data, not official.",
    category=CATEGORY,
    domains=("15", "18"),
    keywords=("码号资源", "网号", "电信企业", "许可", "operator"),
    system="jionlp 码号资料",
    packages=((JIONLP, "jionlp/dictionary/telecom_operator.txt"),),
    cycle="irregular",
    tables=(
        Table(
            "operators",
            "电信网码号资源使用企业",
            "电信网码号资源使用企业.csv",
            (
                text("网号", "prefix", "号码前三位或前四位", length=4, required=True, pattern=r"^1\d{2,3}$"),
                text("获准使用企业", "operator", length=40, required=True),
            ),
            ("网号",),
            operator_rows,
        ),
    ),
)
LISTED = Dataset(
    "listed-companies",
    "DEMO/000019",
    "境内上市公司证券代码与简称演示数据",
    about="上海、深圳、北京证券交易所股票的证券代码、证券简称和上市日期，每只股票一行，含已退市的。全国名单，来源没有所在省份，不能只选出山东省的公司；"
    "上市日期来源没有的为空；简称按来源保留全角字母和空格。",
    origin="资料取自开源软件 adata 2.9.5（许可：LICENSE 文件为 Apache-2.0，其元数据另写 MIT）；整理时只译出表头。以证券交易所公布的为准。",
    english="Codes, short names and listing dates of shares on the exchanges of mainland China, delisted ones included, from adata 2.9.5 "
    "(Apache-2.0). National, without provinces. Demonstration data, not official.",
    category=CATEGORY,
    domains=("13", "15"),
    keywords=("上市公司", "证券代码", "证券简称", "股票", "listed companies"),
    system="adata 证券资料",
    packages=((ADATA, "adata/stock/cache/code.csv"),),
    cycle="irregular",
    more={"subject_type": ["enterprise"]},
    tables=(
        Table(
            "companies",
            "境内上市公司证券代码与简称",
            "境内上市公司证券代码与简称.csv",
            (
                text("证券代码", "code", "六位，含前导零", fixed=6, required=True, pattern=r"^\d{6}$"),
                text("证券简称", "short_name", "按来源保留全角字母和空格", length=20, required=True),
                date("上市日期", "listed_on", "来源没有的为空"),
            ),
            ("证券代码",),
            listed_rows,
        ),
    ),
)
DATASETS = (OPERATORS, LISTED)
