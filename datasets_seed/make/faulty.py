"""What all deliveries with a planted fault have in common; ``expected.csv`` says what becomes of each."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from .spec import Dataset, Table

SEED = Path(__file__).resolve().parents[1]
ABOUT = "本数据集是故意做错的示例，用来演示平台如何处理有问题的数据。"
INVENTED = "门户演示数据维护组编造的合成数据"


def example(
    folder: str,
    number: int | str,
    title: str,
    about: str,
    table: Table,
    *,
    like: Dataset | None = None,
    **more: Any,
) -> Dataset:
    """One faulty delivery. ``like``: the good dataset that its rows come from; without one they are invented."""
    source = "；".join(like.provenance()) if like else INVENTED
    return Dataset(
        folder,
        number if isinstance(number, str) else f"DEMO/{number:06d}",
        f"错误示例：{title}",
        about=ABOUT + about,
        origin="",
        english="",
        category=more.pop("category", like.category if like else ""),
        domains=more.pop("domains", like.domains if like else ()),
        keywords=("错误示例", *more.pop("keywords", ())),
        tables=(table,),
        system=like.system if like else "合成数据",
        licence=like.license_id if like else "sd-open-licence",
        attribution=source,
        sources=(source,),
        **more,
    )


def good(dataset: Dataset) -> list[list[str]]:
    """The rows of the good delivery as it lies in the tree, header first."""
    (table,) = dataset.tables
    path = SEED / "demo" / dataset.folder / table.path
    with path.open(encoding=table.form.encoding, newline="") as stream:
        return list(csv.reader(stream))
