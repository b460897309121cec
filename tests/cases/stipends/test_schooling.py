"""Which stage of school a grade belongs to."""

import pytest

from cases.stipends.schooling import stage_of

VECTORS = {
    "一年级": "primary",
    "六年级": "primary",
    "小学三年级": "primary",
    "五（2）班": "primary",
    "3年级": "primary",
    "4": "primary",
    "七年级": "junior",
    "九年级": "junior",
    "8(3)班": "junior",
    "初一": "junior",
    "初中二年级": "junior",
    "学前班": "other",
    "幼儿园大班": "other",
    "高一": "other",
    "高中一年级": "other",
    "中专一年级": "other",
    "10年级": "",
    "": "",
    "不详": "",
}


@pytest.mark.parametrize(("grade", "stage"), VECTORS.items())
def test_a_grade_tells_its_stage(grade: str, stage: str) -> None:
    assert stage_of(grade) == stage


def test_without_a_grade_the_name_of_the_school_tells_it() -> None:
    assert [stage_of("", "示例第一小学"), stage_of("", "示例镇初级中学"), stage_of("", "示例学校")] == [
        "primary",
        "junior",
        "",
    ]
