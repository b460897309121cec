"""Files of payments are called by number and place, never by a payee; their slips say what they are about."""

from django.urls import reverse

from cases.flows import active_task
from documents.models import Document
from documents.naming import names_of
from finance.models import Line
from tests.finance.stages import brought_to


def called(dossier, user):
    return names_of([dossier], user)[dossier.pk]


def test_a_batch_is_called_by_program_and_number(batch, cast):
    name = called(batch.dossier, cast["fu"])
    assert (name.name, name.number, name.place) == ("留守儿童助学金", "STP-410883-2026A", "孟州市")
    assert name.url == reverse("batch-detail", args=[batch.code]) == batch.get_absolute_url()


def test_the_roll_of_a_town_is_called_by_its_batch_and_town(batch, cast):
    brought_to(batch, "compiled", cast)
    roll = batch.rolls.get()
    name = called(roll.dossier, cast["su"])
    assert (name.number, name.place) == ("STP-410883-2026A", "化工镇")
    assert name.url == reverse("roll-detail", args=[roll.code])


def test_a_fund_is_called_by_its_name_and_year(batch, cast):
    name = called(batch.fund.dossier, cast["fang"])
    assert (name.name, name.number) == ("留守儿童助学金", "2026")


def slip(subject, act):
    found = Document.objects.filter(dossier=subject.dossier_id, kind="FLW-01", event__action=act)
    return found.order_by("-pk").first().opened_context


def test_the_slip_of_a_review_says_how_many_and_how_much(batch, cast):
    brought_to(batch, "county_reviewed", cast)
    told = slip(batch, "batch.review")
    assert told["child"]["name"] == "留守儿童助学金（2026年3月至2026年7月）"
    assert told["facts"] == [["发放人次、人月", "3人次，15人月"], ["金额", "750.00元"]]


def test_the_slip_of_a_grant_names_amount_paper_and_balance(batch):
    facts = slip(batch.fund, "fund.grant")["facts"]
    assert facts[0] == ["下达（调减）金额", "1,000.00元（孟财社〔2026〕8号）"]
    assert facts[1] == ["指标总额、可用余额", "1,000.00元，1,000.00元"]


def test_the_slip_of_a_town_names_no_child(batch, cast):
    brought_to(batch, "town_reviewed", cast)
    text = str(slip(batch.rolls.get(), "townroll.sign"))
    assert not [line for line in Line.objects.select_related("person") if line.person.name in text]


def test_a_step_of_a_batch_is_claimed_from_the_worklist(batch, cast, client):
    brought_to(batch, "county_reviewed", cast)
    client.force_login(cast["cao"])
    response = client.post(reverse("step-claim", args=[active_task(batch).pk]))
    assert response.url == reverse("batch-detail", args=[batch.code])
    assert active_task(batch).owner == cast["cao"]
