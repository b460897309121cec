"""The figures of the county on the home page: what was paid, how often and to how many; who has a proxy parent."""

from django.urls import reverse

from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released
from tests.test_who_may_see import client_of
from tests.volunteers.running import paired, proxy


def home(cast, who):
    """Label, figure and words of each figure on that person's home page."""
    context = client_of(cast[who]).get(reverse("worklist")).context
    return [(str(each.label), each.shown, each.more) for each in context["figures"]]


def test_finance_and_county_see_what_was_paid_so_far(cast):
    batch = released(cast, 3)
    read_in(batch, cast["fang"], answer(batch, {2: failed()}))
    for who in ("fang", "cao"):
        assert ("Paid so far", "¥500.00", "2 payments to 2 children") in home(cast, who)
    assert home(cast, "su") == [] == home(cast, "wan")


def test_nothing_paid_is_no_figure(cast):
    released(cast, 1)
    assert home(cast, "fu") == []


def test_the_county_sees_who_is_paired_and_what_aid_was_worth(child, cast):
    paired(child, proxy(cast["pan"]))
    assert ("Children with a proxy parent", "1", "0 with a cadre, aid worth ¥0.00") in home(cast, "zhi")
    assert home(cast, "pan") == []


def test_a_due_step_leads_to_its_form(cast):
    batch = released(cast, 1)
    page = client_of(cast["fang"]).get(reverse("worklist")).content.decode()
    assert reverse("batch-act", args=[batch.code, "take_answer"]) in page
    read_in(batch, cast["fang"], answer(batch))
    page = client_of(cast["fu"]).get(reverse("worklist")).content.decode()
    assert reverse("batch-act", args=[batch.code, "reconcile"]) in page


def test_an_empty_worklist_of_finance_leads_to_the_payments(cast):
    page = client_of(cast["fu"]).get(reverse("worklist")).content.decode()
    assert f'<a class="btn btn-plain" href="{reverse("batch-list")}">' in page
