"""An objection is written down, its case waits, and somebody else of the county answers it."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.clocks import open_pause
from cases.models import Objection
from cases.notices import register_objection
from documents.models import Document, DueDate, Event
from documents.refusals import NotAllowed, NotPossible, Stale
from documents.transitions import perform
from tests.cast import HENGSHAN
from tests.races import race

SAID = {"how": "call", "by_name": "王举报", "words": "该家庭父亲已经返乡"}


def objected(notice, by, **changes):
    return register_objection(notice, by=by, **({**SAID, "received_on": timezone.localdate()} | changes))


def dismissed(objection, by, **changes):
    data = {"answer": "经核查，父亲仍在外务工。", "findings": "入户并电话核实"} | changes
    return perform(objection, "dismiss", by=by, **data)


def sent(notice, **changes):
    data = {**SAID, "received_on": timezone.localdate().isoformat(), "expected": notice.dossier.version, "key": "k1"}
    return data | changes


def test_it_is_registered_with_its_paper_and_a_day_for_the_answer(notice, cast):
    made = objected(notice, cast["kang"])
    assert made.status == "registered"
    assert Document.objects.get(kind="STP-07").opened_context["words"] == SAID["words"]
    assert DueDate.objects.get(name="answer_objection").dossier == notice.dossier


def test_who_objects_and_what_is_said_are_not_readable_in_the_database(notice, cast):
    objected(notice, cast["kang"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT by_name, words FROM cases_objection")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert SAID["by_name"].encode() not in stored


def test_the_case_it_is_about_waits_until_it_is_answered(notice, cast, in_notice):
    made = objected(notice, cast["kang"], case=in_notice)
    assert open_pause(in_notice).reason == "objection"
    dismissed(made, cast["rui"])
    assert open_pause(in_notice) is None


def test_an_upheld_objection_takes_the_case_out_of_the_round(notice, cast, in_notice):
    made = objected(notice, cast["kang"], case=in_notice)
    perform(made, "uphold", by=cast["rui"], answer="异议成立，取消资格。", findings="父亲已返乡")
    in_notice.refresh_from_db()
    assert (in_notice.status, open_pause(in_notice)) == ("rejected", None)


def test_with_two_objections_the_case_waits_for_both(notice, cast, in_notice):
    first, second = (objected(notice, cast["kang"], case=in_notice) for _n in range(2))
    dismissed(first, cast["rui"])
    assert open_pause(in_notice).reason == "objection"
    dismissed(second, cast["rui"])
    assert open_pause(in_notice) is None


def test_the_timeline_of_the_case_shows_that_it_waits(notice, cast, in_notice):
    objected(notice, cast["kang"], case=in_notice)
    assert Event.objects.get(dossier=in_notice.dossier_id).action == "clock.objection"


@pytest.mark.parametrize(("who", "shown"), [("rui", True), ("shi", False)])
def test_the_case_leads_those_who_read_notices_to_it(client, notice, cast, in_notice, who, shown):
    made = objected(notice, cast["kang"], case=in_notice)
    client.force_login(cast[who])
    page = client.get(reverse("case-detail", args=[in_notice.code]), {"part": "evidence"}).content.decode()
    assert (reverse("objection-detail", args=[made.code]) in page) == shown


def test_whoever_registered_it_does_not_answer_it(notice, cast):
    made = objected(notice, cast["kang"])
    kang = cast["kang"]
    kang.post_set.create(role="county_reviewer", division=kang.post_set.get().division, valid_from="2020-01-01")
    kang.__dict__.pop("_rights", None)
    with pytest.raises(NotPossible):
        dismissed(made, kang)


def test_the_answer_stands_on_paper_with_whoever_gave_it(notice, cast):
    made = objected(notice, cast["kang"])
    dismissed(made, cast["rui"])
    made.refresh_from_db()
    said = Document.objects.filter(kind="STP-07").latest("pk").opened_context
    assert (said["outcome"], said["answered_by"], made.answered_by) == ("异议不成立", "芮复核", cast["rui"])


def test_an_answer_without_words_is_none(notice, cast):
    with pytest.raises(NotPossible):
        dismissed(objected(notice, cast["kang"]), cast["rui"], answer=" ")


def test_a_caseworker_does_not_answer(notice, cast):
    with pytest.raises(NotAllowed):
        dismissed(objected(notice, cast["kang"]), cast["cao"])


def test_a_case_of_another_notice_is_refused(notice, cast, child):
    with pytest.raises(NotPossible):
        objected(notice, cast["kang"], case=child)
    assert not Objection.objects.exists()


@pytest.mark.parametrize("days", [1, -1])
def test_it_comes_while_the_notice_hangs_and_not_in_the_future(notice, cast, days):
    with pytest.raises(NotPossible):
        objected(notice, cast["kang"], received_on=timezone.localdate() + dt.timedelta(days))


def test_what_was_taken_down_takes_no_objection(notice, cast):
    type(notice).objects.update(status="taken_down")
    with pytest.raises(NotPossible):
        objected(notice, cast["kang"])
    assert not Objection.objects.exists()


def test_the_second_click_is_the_first_one(notice, cast):
    first = objected(notice, cast["kang"], key="once")
    assert objected(notice, cast["kang"], key="once") == first
    assert Objection.objects.count() == 1


def test_a_page_that_has_gone_stale_registers_nothing(notice, cast):
    with pytest.raises(Stale):
        objected(notice, cast["kang"], expected=notice.dossier.version + 5)
    assert not Objection.objects.exists()


def test_the_page_registers_it_by_the_number_of_the_case(client, notice, cast, in_notice):
    client.force_login(cast["kang"])
    url = reverse("objection-new", args=[notice.code])
    answer = client.post(url, sent(notice, case_number=in_notice.number.lower()))
    made = Objection.objects.get()
    assert (answer.url, made.case_id) == (reverse("objection-detail", args=[made.code]), in_notice.pk)


def test_an_unknown_number_keeps_what_was_typed(client, notice, cast):
    client.force_login(cast["kang"])
    answer = client.post(reverse("objection-new", args=[notice.code]), sent(notice, case_number="STP-1"))
    assert answer.status_code == 422
    assert SAID["words"] in answer.content.decode()


def test_a_stale_page_keeps_what_was_typed(client, notice, cast):
    data = sent(notice)
    objected(notice, cast["kang"])
    client.force_login(cast["kang"])
    answer = client.post(reverse("objection-new", args=[notice.code]), data)
    assert answer.status_code == 409
    assert SAID["words"] in answer.content.decode()


def test_the_auditor_reads_neither_name_nor_words(client, notice, cast):
    made = objected(notice, cast["kang"])
    client.force_login(cast["ji"])
    said = client.get(reverse("objection-detail", args=[made.code])).content.decode()
    assert SAID["by_name"] not in said
    assert SAID["words"] not in said


@pytest.mark.parametrize("who", ["wei", "wan", "zhi"])
def test_villages_coordinators_and_other_counties_do_not_find_it(client, notice, cast, who):
    made = objected(notice, cast["kang"])
    client.force_login(cast[who])
    assert client.get(reverse("objection-detail", args=[made.code])).status_code == 404


def test_the_notice_lists_what_came_in(client, notice, cast, in_notice):
    objected(notice, cast["kang"], case=in_notice)
    client.force_login(cast["rui"])
    said = client.get(reverse("notice-office", args=[notice.code])).content.decode()
    assert in_notice.number in said
    assert HENGSHAN not in said


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_give_one_answer(notice, cast):
    made = objected(notice, cast["kang"])

    def answer(place):
        name = ("uphold", "dismiss")[place]
        return perform(made, name, by=cast["rui"], answer="答复", findings="核查").action

    outcomes = race(2, answer)
    assert sum(outcome in ("objection.uphold", "objection.dismiss") for outcome in outcomes) == 1
