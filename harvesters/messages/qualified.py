"""What the gate says of what stands around a number (Q10); data only."""

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
}
