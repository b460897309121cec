"""Recording a visit, reviewing the record, and the list of visits."""

from django.urls import reverse
from django.utils import timezone

from cases.models import Visit
from tests.cases.stages import brought_to, visit


def sent(client, user, case, **changes):
    client.force_login(user)
    form = client.get(reverse("visit-record", args=[case.code])).context["form"]
    data = {
        **{name: form[name].value() for name in ("expected", "key")},
        "kind": "home_visit",
        "done_on": timezone.localdate().isoformat(),
        "result": "done",
        "second_visitor": "卫村官",
        "child_seen": "on",
        "child_spoken_alone": "on",
        "dwelling": "砖混平房，用电安全",
    }
    return client.post(reverse("visit-record", args=[case.code]), data | changes)


def test_a_visit_is_recorded_with_what_was_seen_of_the_child(client, child, cast):
    case = brought_to(child, "registered", cast)
    assert sent(client, cast["wei"], case).status_code == 302
    record = Visit.objects.get(case=case.pk)
    assert (record.status, record.dwelling, record.children.get().seen) == ("done", "砖混平房，用电安全", True)


def test_one_visitor_is_not_enough_at_home(client, child, cast):
    answer = sent(client, cast["wei"], brought_to(child, "registered", cast), second_visitor="")
    assert answer.status_code == 422
    assert "second_visitor" in answer.context["form"].errors
    assert "砖混平房" in answer.content.decode()


def test_a_child_not_spoken_with_alone_needs_a_word_why(client, child, cast):
    answer = sent(client, cast["wei"], brought_to(child, "registered", cast), child_spoken_alone="")
    assert list(answer.context["form"].errors) == ["child_why_not_alone"]


def test_nobody_at_home_needs_no_second_visitor(client, child, cast):
    case = brought_to(child, "registered", cast)
    assert sent(client, cast["wei"], case, result="nobody_home", second_visitor="", child_seen="").status_code == 302


def test_approvers_do_not_record_visits_and_are_told_who_does(client, child, cast):
    client.force_login(cast["an"])
    page = client.get(reverse("visit-record", args=[child.code])).content.decode()
    assert "is for: Village child officer" in page


def test_a_neighbour_does_not_find_the_case(client, child, cast):
    client.force_login(cast["wen"])
    assert client.get(reverse("visit-record", args=[child.code])).status_code == 404


def test_someone_else_reviews_the_record(client, child, cast):
    case = brought_to(child, "registered", cast)
    visit(case, cast["wei"])
    record = Visit.objects.get()
    client.force_login(cast["su"])
    address = reverse("visit-review", args=[case.code, record.pk])
    form = client.get(address).context["form"]
    hidden = {name: form[name].value() for name in ("expected", "key")}
    assert client.post(address, hidden | {"words": "记录完整"}).status_code == 302
    record.refresh_from_db()
    assert (record.status, record.review_words) == ("reviewed", "记录完整")


def test_the_visitor_reads_that_someone_else_must_review(client, child, cast):
    case = brought_to(child, "registered", cast)
    visit(case, cast["su"])
    client.force_login(cast["su"])
    page = client.get(reverse("visit-review", args=[case.code, Visit.objects.get().pk])).content.decode()
    assert "Someone else must review the record" in page


def test_a_visit_is_reached_only_through_its_own_case(client, child, cast):
    from tests.cases.stages import imported_child

    visit(child, cast["su"])
    other = imported_child(name="毋小年", id_number="419983201702040011")
    client.force_login(cast["su"])
    assert client.get(reverse("visit-review", args=[other.code, Visit.objects.get().pk])).status_code == 404


def test_the_list_shows_records_to_review_in_my_places_only(client, child, cast):
    visit(child, cast["wei"])
    for user, count in (("su", 1), ("nan", 0)):
        client.force_login(cast[user])
        assert client.get(reverse("visit-list"), {"show": "done"}).context["page"].paginator.count == count
