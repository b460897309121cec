"""What may hang, for how long, and what never stands on it."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.models import PublicNotice
from cases.notices import ends_on, facts_of, post_notice
from documents.refusals import NotPossible
from programs.models import ProgramVersion
from tests.cases.applications.conftest import rows

ASKED = {"title": "公示", "where": "公示栏", "phone": "0391-0000000"}


def test_it_hangs_seven_days_and_five_working_days_whichever_is_longer(db):
    version = ProgramVersion.objects.in_force("STP", dt.date(2026, 9, 28))
    assert ends_on(dt.date(2026, 9, 28), version) == dt.date(2026, 10, 10)


def test_a_version_may_say_longer(term):
    term.program_version.parameters["publicity_days"] = 15
    assert ends_on(dt.date(2026, 9, 28), term.program_version) == dt.date(2026, 10, 13)


def test_where_no_version_says_anything_the_law_does(db):
    assert ends_on(dt.date(2026, 11, 2)) == dt.date(2026, 11, 9)


@pytest.mark.parametrize("extra", [{"name": "毋小满"}, {"id_number": "4199"}, {"account": "9900"}, {"phone": "120"}])
def test_no_other_column_gets_onto_it(term, extra):
    with pytest.raises(ValueError, match="nothing else"):
        post_notice(term.dossier, rows=[rows(5)[0] | extra], first_day=timezone.localdate(), **ASKED)


def test_no_count_under_three_gets_onto_it(term):
    with pytest.raises(ValueError, match="under three"):
        post_notice(term.dossier, rows=rows(5, 2), first_day=timezone.localdate(), **ASKED)


def test_names_of_adults_are_masked(term):
    row = {"name": "张三", "village": "甲", "persons": 1, "what": "临时救助", "fen": 100, "period": "2026年9月"}
    with pytest.raises(ValueError, match="masked"):
        post_notice(term.dossier, rows=[row], first_day=timezone.localdate(), mode="masked", **ASKED)
    shown = post_notice(
        term.dossier, rows=[row | {"name": "张*"}], first_day=timezone.localdate(), mode="masked", **ASKED
    )
    assert shown.mode == PublicNotice.Mode.MASKED


def test_it_does_not_begin_in_the_past(term):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(NotPossible):
        post_notice(term.dossier, rows=rows(5), first_day=yesterday, **ASKED)


def test_one_notice_hangs_at_a_time(notice, term):
    with pytest.raises(NotPossible):
        post_notice(term.dossier, rows=rows(5), first_day=timezone.localdate(), **ASKED)


def test_it_says_basis_standards_and_term_of_the_round(notice):
    said = dict(facts_of(notice))
    assert said["标准"] == "每名儿童每月50元"
    assert said["发放期间"] == "2026年9月至2027年1月"
    assert "《孟州市留守儿童助学金发放办法》" in said["依据"]


def test_the_standards_of_the_rule_of_2013_name_both(term):
    term.program_version = ProgramVersion.objects.in_force("STP", dt.date(2013, 9, 1))
    term.first_month, term.last_month = dt.date(2013, 9, 1), dt.date(2014, 1, 1)
    term.save()
    notice = post_notice(term.dossier, rows=rows(5), first_day=timezone.localdate(), **ASKED)
    assert dict(facts_of(notice))["标准"] == "女童每月50元；男童每月40元"
