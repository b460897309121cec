"""Parents whose ID numbers a roster tells: one person each, with the date of birth that the number says."""

from cases.children.importing import runs
from cases.registry.models import Person
from organisation.models import Division, User
from tests.cast import MENGZHOU

FATHER = "419983198504120411"
ROW = {
    "姓名": "毋小满",
    "身份证号码": "419983201405060024",
    "乡镇": "化工镇",
    "行政村": "谢庄村",
    "父亲姓名": "毋建军",
    "父亲身份证号": FATHER,
    "父亲务工地": "广东省",
    "母亲姓名": "程秀兰",
    "母亲务工地": "广东省",
    "照护人": "毋秋菊",
}
BROTHER = {"姓名": "毋小年", "身份证号码": "419983201702040011", "行政村": "高庄村"}


def imported(by: User, **changes: str) -> None:
    row = ROW | changes
    content = (",".join(row) + "\n" + ",".join(row.values()) + "\n").encode()
    run = runs.upload(content, "花名册.csv", county=Division.objects.get(code=MENGZHOU), by=by)
    runs.check(run)
    runs.start(run, by=by)
    runs.go_on(run.pk)


def fathers() -> list[tuple[str, str]]:
    return [(person.id_number, str(person.birth_date)) for person in Person.objects.filter(name="毋建军")]


def test_a_father_is_kept_with_number_and_date_of_birth(cast: dict[str, User]) -> None:
    imported(cast["kang"])
    assert fathers() == [(FATHER, "1985-04-12")]


def test_the_father_of_children_in_two_villages_is_one_person(cast: dict[str, User]) -> None:
    imported(cast["kang"])
    imported(cast["kang"], **BROTHER)
    assert len(fathers()) == 1 and Person.objects.filter(name="毋小年").exists()


def test_a_later_roster_adds_the_missing_number(cast: dict[str, User]) -> None:
    imported(cast["kang"], 父亲身份证号="")
    imported(cast["kang"])
    assert fathers() == [(FATHER, "1985-04-12")]


def test_a_wrong_number_of_a_parent_is_left_out(cast: dict[str, User]) -> None:
    imported(cast["kang"], 父亲身份证号=FATHER[:-1] + "2")
    assert fathers() == [("", "None")]


def test_a_father_who_is_the_carer_is_one_person(cast: dict[str, User]) -> None:
    imported(cast["kang"], 照护人="毋建军", 照护人身份证号=FATHER, 与儿童关系="父亲")
    assert len(fathers()) == 1
