"""Masked values are shown for a reason, once, and the trail names the field and never the value."""

from django.urls import reverse

from documents.models import Event

NUMBER = "419983201405060024"


def asked(client, user, case, field, reason="核对户口本", **headers):
    client.force_login(user)
    return client.post(reverse("case-reveal", args=[case.code]), {"field": field, "reason": reason}, headers=headers)


def id_of(person):
    return f"person-{person.pk}-id_number"


def test_a_reason_shows_the_value_and_leaves_an_event_without_it(client, child, cast):
    answer = asked(client, cast["wei"], child, id_of(child.person))
    event = Event.objects.get(dossier=child.dossier, action="person.reveal")
    assert NUMBER in answer.content.decode()
    assert event.details == {"field": "id_number", "reason": "核对户口本"}
    assert answer["Cache-Control"].count("no-store") == 1


def test_with_htmx_only_the_value_is_sent(client, child, cast):
    answer = asked(client, cast["wei"], child, id_of(child.person), **{"HX-Request": "true"})
    assert NUMBER in answer.content.decode() and "<html" not in answer.content.decode()


def test_without_a_reason_nothing_is_shown_and_nothing_written(client, child, cast):
    answer = asked(client, cast["wei"], child, id_of(child.person), reason=" ")
    assert answer.status_code == 422 and NUMBER not in answer.content.decode()
    assert not Event.objects.filter(action="person.reveal").exists()


def test_the_telephone_of_a_parent_can_be_asked_for(client, child, cast):
    father = child.person.whereabouts.get(parent="father").person
    assert "12039100018" in asked(client, cast["wei"], child, f"person-{father.pk}-phone").content.decode()


def test_people_of_other_cases_and_other_fields_are_not_found(client, child, cast):
    stranger = type(child.person).objects.create(name="某人", phone="12039100077")
    for field in (f"person-{stranger.pk}-phone", f"person-{child.person.pk}-name", "person-x-phone", ""):
        assert asked(client, cast["wei"], child, field).status_code == 404


def test_an_auditor_reveals_nothing(client, child, cast):
    assert asked(client, cast["ji"], child, id_of(child.person)).status_code == 403


def test_a_neighbour_does_not_find_the_case(client, child, cast):
    assert asked(client, cast["wen"], child, id_of(child.person)).status_code == 404


def test_an_address_cannot_ask(client, child, cast):
    client.force_login(cast["wei"])
    assert client.get(reverse("case-reveal", args=[child.code])).status_code == 405
