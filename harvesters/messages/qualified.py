"""What the gate says of what stands around a number (Q10) or a time (Q09), or in place of one (Q11); data only."""

from __future__ import annotations

from collections.abc import Mapping

QUALIFIED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Q10.rate": {
        "zh": (
            "“{column}”列有 {cells} 格用了另一种比率单位，拟换算成该列的单位"
            "（首见第 {row} 行：“{value}”→“{proposal}”），需人工确认",
            "请核对换算结果；同一列请统一用数据字典中的单位",
        ),
        "en": (
            'In {cells} cells of "{column}" the rate has another unit; it would be worked out in the column\'s own '
            '(first row {row}: "{value}" → "{proposal}"); confirm',
            "Check the results; use the dictionary's unit throughout",
        ),
    },
    "Q10.unit_taken": {
        "zh": (
            "“{column}”列的 {cells} 个数都带着单位“{mark}”，拟去掉并登记为该列的计量单位"
            "（首见第 {row} 行：“{value}”→“{proposal}”），需人工确认",
            "请核对；也可以在数据字典中写明该列的计量单位，格内只写数字",
        ),
        "en": (
            'All {cells} numbers of "{column}" carry the unit “{mark}”; it would be taken off and entered as the '
            'column\'s unit (first row {row}: "{value}" → "{proposal}"); confirm',
            "Check it, or write the unit into the data dictionary and numbers alone into the cells",
        ),
    },
    "Q10.unit_some": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”带着单位“{mark}”，该列其他格没有带，或带的是别的单位",
            "请把全列换算成同一个单位，写在数据字典的“计量单位”中，格内只写数字",
        ),
        "en": (
            'Row {row}, column "{column}": "{value}" carries the unit “{mark}”; others of the column carry none '
            "or another",
            "Bring the column to one unit, write it into the data dictionary and numbers alone into the cells",
        ),
    },
    "Q10.unit_lacks": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”没有带单位，该列其他格带着单位“{usual}”",
            "请核对这一格的单位；把全列统一成同一个单位，写在数据字典的“计量单位”中，格内只写数字",
        ),
        "en": (
            'Row {row}, column "{column}": "{value}" has no unit; other cells of the column carry “{usual}”',
            "Check it; bring the column to one unit, write that into the data dictionary, numbers alone into the cells",
        ),
    },
    "Q10.unit_alone": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”带着单位“{mark}”，数据字典没有写该列的单位",
            "请在数据字典的“计量单位”中写明“{mark}”，格内只写数字",
        ),
        "en": (
            'Row {row}, column "{column}": "{value}" carries the unit “{mark}”; the data dictionary names none',
            "Write the unit into the data dictionary and the number alone into the cell",
        ),
    },
    "Q10.unit_other": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”单位是“{mark}”，不是该列的单位“{unit}”",
            "请换算成“{unit}”，格内只写数字",
        ),
        "en": (
            'Row {row}, column "{column}": "{value}" is in “{mark}”, the column in “{unit}”',
            "Work it out in the column's unit and write the number alone",
        ),
    },
    "Q10.about": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”带有“{mark}”，不是一个确定的数",
            "请在这一格只写数字；“{mark}”这样的说明请另设一列填写",
        ),
        "en": (
            'Row {row}, column "{column}": "{value}" says “{mark}” and is no definite number',
            "Write the number alone; put such a remark into a column of its own",
        ),
    },
    "Q10.range": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”是一个范围，不是一个数",
            "请分成下限、上限两列，每格一个数；或在数据字典中把该列改为文本",
        ),
        "en": (
            'Row {row}, column "{column}": "{value}" is a range and not one number',
            "Make two columns of it, from and to; or declare the column as text",
        ),
    },
    "Q10.direction": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”用“{mark}”表示升降，计算机会当作文字",
            "请改用正负号：上升、增长写 5.2，下降、减少写 -5.2",
        ),
        "en": (
            'Row {row}, column "{column}": "{value}" says up or down by “{mark}”, which no program takes for a number',
            "Use signs: 5.2 for more, -5.2 for less",
        ),
    },
    "Q10.noted": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”在数字旁带有注记“{mark}”",
            "请在这一格只写数字；注记的内容请写在表下的“注：”中，或另设一列填写",
        ),
        "en": (
            'Row {row}, column "{column}": "{value}" has the mark “{mark}” beside its number',
            "Write the number alone; say what the mark says in a note below the table or a column of its own",
        ),
    },
    "Q11.sentinel": {
        "zh": (
            "“{column}”列有 {cells} 格是 {value}（首见第 {row} 行），其余的数在 {low} 到 {high} 之间，"
            "像是系统用来表示“没有数据”的数；拟改为留空，需人工确认",
            "请核对；没有数据的请在源头留空；确是真实数值的，请告知审核人员",
        ),
        "en": (
            '{cells} cells of "{column}" are {value} (first in row {row}), all others between {low} and {high}: a '
            "number that systems write for “no value”. They would be left empty; a person must confirm",
            "Check it; leave cells without a value empty at the source; if it is a figure, tell the reviewer",
        ),
    },
    "Q11.sentinel_required": {
        "zh": (
            "“{column}”列有 {cells} 格是 {value}（首见第 {row} 行），其余的数在 {low} 到 {high} 之间，"
            "像是系统用来表示“没有数据”的数；该列必填，未作改动，需人工确认",
            "请补上真实数值；确无数据的，请留空，并在数据字典中取消该列的“必填”",
        ),
        "en": (
            '{cells} cells of "{column}" are {value} (first in row {row}), all others between {low} and {high}: a '
            "number that systems write for “no value”. The column must be filled, so nothing was changed; a person "
            "must confirm",
            "Enter the figure; if there is none leave the cell empty and let the dictionary allow it",
        ),
    },
    "Q09.zones_named": {
        "zh": (
            "“{column}”列的时刻用了几种时区：{forms}。每格都写明了时区，照原样发布；但同样写法的时刻会差几个小时"
            "（首见第 {row} 行：“{value}”，即北京时间 {proposal}）",
            "建议在源头统一用北京时间，如 2024-03-05 08:00:00",
        ),
        "en": (
            'The moments of column "{column}" are in several time zones: {forms}. Each names its own, so they are '
            "published as they are, but moments written alike are hours apart (first in row {row}: "
            '"{value}" is {proposal} in Beijing)',
            "Better write Beijing time at the source, as in 2024-03-05T08:00:00",
        ),
    },
    "Q09.zones": {
        "zh": (
            "“{column}”列混用了几种时区：{forms}，同样写法的时刻会差几个小时；{cells} 格拟换算成北京时间、不写时区"
            "（首见第 {row} 行：“{value}”→“{proposal}”），需人工确认",
            "请核对不写时区的是不是北京时间；请在源头统一用北京时间，如 2024-03-05 08:00:00",
        ),
        "en": (
            'Column "{column}" mixes time zones: {forms}; moments written alike are hours apart. {cells} cells would '
            'be worked out in Beijing time (first in row {row}: "{value}" → "{proposal}"). A person must confirm',
            "Check that what names no zone is Beijing time; write 2024-03-05T08:00:00 in Beijing time at the source",
        ),
    },
}
