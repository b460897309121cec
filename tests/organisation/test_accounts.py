"""Accounts are made by the office: opened on a slip, given dated posts, ended and never deleted; each act an event."""

import datetime as dt
import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from documents import administration
from documents.models import Dossier, Event
from organisation.accounts import deactivate, first_password, forget_old_sessions, open_account, reset_password
from organisation.backends import CONFIGURATION
from organisation.models import Delegation, Division, Post, User
from organisation.passwords import ThreeOfFourClasses
from organisation.roles import Role
from programs.models import ProgramVersion
from tests.cast import HENGSHAN, MENGZHOU

ADD = "admin:organisation_user_add"


@pytest.fixture
def office(cast):
    """The browser of the system administrator, second factor done."""
    return browser(cast["guan"])


def browser(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(user)
    return client


def events(action):
    return Event.objects.filter(action=action)


def post_of(user, role, code, **days):
    return Post(user=user, role=role, division=Division.objects.get(code=code), valid_from="2026-01-01", **days)


def test_a_first_password_keeps_all_rules_and_has_no_characters_that_look_alike():
    passwords = {first_password() for _n in range(200)}
    assert len(passwords) == 200
    for password in passwords:
        ThreeOfFourClasses().validate(password)
        assert len(password) == 19 and not set(password) & set("0O1lI5S2Zuvij")


def test_a_new_account_must_change_its_password_and_may_do_nothing(db):
    user, password = open_account("ning", "宁 两岗", "12039100177", by=None)
    assert user.check_password(password) and user.must_change_password
    assert (user.name, user.is_staff, user.is_superuser) == ("宁 两岗", False, False)


@pytest.mark.parametrize(("username", "phone"), [("wei", ""), ("", ""), ("bad name", ""), ("other", "12039100177")])
def test_an_account_that_would_be_ambiguous_is_refused(cast, username, phone):
    User.objects.filter(username="su").get().save()
    open_account("ning", "宁两岗", "12039100177", by=None)
    with pytest.raises(ValidationError):
        open_account(username, "某某", phone, by=None)


def test_a_reset_gives_a_new_first_password_and_can_take_the_second_factor(cast):
    Authenticator.objects.create(user=cast["fang"], type=Authenticator.Type.TOTP, data={})
    password = reset_password(cast["fang"], by=cast["guan"], second_factor_too=True)
    assert cast["fang"].check_password(password) and cast["fang"].must_change_password
    assert not cast["fang"].authenticator_set.exists()


def test_a_reset_ends_open_sessions(cast):
    client = browser(cast["fang"])
    reset_password(cast["fang"], by=cast["guan"])
    assert "/accounts/login/" in client.get("/").url


def test_nobody_resets_or_ends_their_own_account(cast):
    with pytest.raises(ValidationError, match="your own account"):
        reset_password(cast["guan"], by=cast["guan"])
    with pytest.raises(ValidationError, match="your own account"):
        deactivate(cast["guan"], by=cast["guan"])


def test_an_ended_account_stays_with_its_name_and_is_out_at_once(cast):
    client = browser(cast["fang"])
    deactivate(cast["fang"], by=cast["guan"])
    assert "/accounts/login/" in client.get("/").url
    assert User.objects.get(username="fang").name == "方制单"


def test_old_sessions_are_forgotten(db, client, cast):
    client.force_login(cast["su"])
    from django.contrib.sessions.models import Session

    Session.objects.update(expire_date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert forget_old_sessions() == 1


def test_the_three_administrators_are_three_accounts(cast):
    for role in (Role.AUDITOR, Role.PRIVACY_OFFICER):
        with pytest.raises(ValidationError, match="may not be both"):
            post_of(cast["guan"], role, MENGZHOU).save()


def test_who_prepares_payments_does_not_review_them(cast):
    with pytest.raises(ValidationError, match="may not be both"):
        post_of(cast["fang"], Role.FINANCE_REVIEWER, MENGZHOU).full_clean()


def test_an_administrator_may_become_auditor_after_the_other_post_has_ended(cast):
    Post.objects.filter(user=cast["guan"]).update(valid_to=dt.date(2025, 12, 31))
    post_of(cast["guan"], Role.AUDITOR, MENGZHOU).save()
    assert cast["guan"].post_set.count() == 2


def test_a_post_stands_at_the_level_of_its_role(cast):
    with pytest.raises(ValidationError, match="level"):
        post_of(cast["su"], Role.COUNTY_APPROVER, HENGSHAN).full_clean()


def test_a_stand_in_is_somebody_else_and_may_hold_both_roles(cast):
    days = {"valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2026, 1, 31), "reason": "休假"}
    post = cast["fang"].post_set.get()
    for to, said in (("fang", "holder of the post"), ("fu", "may not be both")):
        with pytest.raises(ValidationError, match=said):
            Delegation(post=post, to=cast[to], **days).full_clean()
    Delegation(post=post, to=cast["kang"], **days).full_clean()


def test_the_slip_shows_the_first_password_once_and_no_cache_keeps_it(office):
    page = office.post(reverse(ADD), {"username": "ning", "name": "宁两岗", "phone": "12039100177"})
    password = re.search(r'id="first-password">([^<]+)<', page.content.decode()).group(1)
    user = User.objects.get(username="ning")
    assert user.check_password(password) and user.phone == "12039100177"
    assert "no-store" in page["Cache-Control"]
    changed = office.get(reverse("admin:organisation_user_change", args=[user.pk]))
    assert password not in changed.content.decode()


def test_opening_an_account_is_an_event_of_the_office_without_secrets(office, cast):
    office.post(reverse(ADD), {"username": "ning", "name": "宁两岗", "phone": "12039100177"})
    event = events("account.open").get()
    assert (event.by, event.dossier.kind, event.dossier.division_code) == (cast["guan"], "office", MENGZHOU)
    assert event.details == {"name": "宁两岗", "username": "ning"}


def test_a_mistake_at_opening_is_said_in_the_form(office):
    page = office.post(reverse(ADD), {"username": "wei", "name": "另一人"})
    assert page.status_code == 200 and "errorlist" in page.content.decode()
    assert not events("account.open").exists()


def test_a_reset_on_the_page_needs_a_post_and_is_an_event(office, cast):
    url = reverse("admin:organisation_user_reset", args=[cast["fang"].pk])
    assert office.get(url).status_code == 200 and not events("account.reset").exists()
    assert 'id="first-password"' in office.post(url, {"second_factor_too": "on"}).content.decode()
    assert events("account.reset").get().details == {"second_factor_too": True}


def test_ending_an_account_on_the_page_is_an_event_and_a_mistake_can_be_undone(office, cast):
    url = reverse("admin:organisation_user_change", args=[cast["fang"].pk])
    office.post(url, {"username": "fang", "name": "方制单"})
    assert not User.objects.get(pk=cast["fang"].pk).is_active
    office.post(url, {"username": "fang", "name": "方制单", "is_active": "on"})
    assert User.objects.get(pk=cast["fang"].pk).is_active
    assert events("account.deactivate").count() == events("account.reactivate").count() == 1


def test_the_administrator_does_not_end_the_own_account(office, cast):
    url = reverse("admin:organisation_user_change", args=[cast["guan"].pk])
    page = office.post(url, {"username": "guan", "name": "管系统"}, follow=True)
    assert "This is your own account" in page.content.decode()
    assert User.objects.get(pk=cast["guan"].pk).is_active


def test_a_changed_telephone_is_an_event_that_does_not_tell_it(office, cast):
    url = reverse("admin:organisation_user_change", args=[cast["fang"].pk])
    office.post(url, {"username": "fang", "name": "方制单", "phone": "12039100178", "is_active": "on"})
    assert "12039100178" not in str(events("account.change").get().details)


def test_giving_and_ending_a_post_are_events_at_its_office(office, cast):
    add = {"user": cast["yi"].pk, "role": Role.MEDIATOR, "division": Division.objects.get(code=MENGZHOU).pk}
    office.post(reverse("admin:organisation_post_add"), {**add, "valid_from": "2026-01-01"})
    post = cast["yi"].post_set.get(role=Role.MEDIATOR)
    office.post(reverse("admin:organisation_post_change", args=[post.pk]), {"valid_to": "2026-11-30"})
    assert events("setting.add").get().subject_label == "organisation.post"
    assert events("setting.change").get().details["change"]["valid_to"] == [None, "2026-11-30"]


def test_villages_of_one_name_are_told_apart_by_their_town(office):
    asked = {"term": "杨村", "app_label": "organisation", "model_name": "post", "field_name": "division"}
    found = office.get(reverse("admin:organisation_division_find"), asked).json()["results"]
    names = {place["text"] for place in found}
    assert {"武陟县 谢旗营镇 杨村", "武陟县 乔庙镇 杨村"} <= names and len(names) == len(found)


def test_a_forbidden_pair_of_posts_is_said_in_the_form(office, cast):
    add = {"user": cast["guan"].pk, "role": Role.AUDITOR, "division": Division.objects.get(code=MENGZHOU).pk}
    page = office.post(reverse("admin:organisation_post_add"), {**add, "valid_from": "2026-01-01"})
    assert "may not be both" in page.content.decode()


def test_a_post_once_given_is_not_rewritten(office, cast):
    post = cast["su"].post_set.get()
    change = {"user": cast["guan"].pk, "role": Role.COUNTY_APPROVER, "valid_from": "2019-01-01", "valid_to": ""}
    office.post(reverse("admin:organisation_post_change", args=[post.pk]), change)
    post.refresh_from_db()
    assert (post.user, post.role, post.valid_from) == (cast["su"], "town_child_supervisor", dt.date(2020, 1, 1))


def test_a_calendar_day_can_be_entered_and_counts(office):
    office.post(reverse("admin:organisation_workcalendarday_add"), {"date": "2031-01-02", "name": "补休"})
    assert events("setting.add").get().details["subject"] == "organisation.workcalendarday:2031-01-02"


def test_a_version_that_a_case_rests_on_is_only_read(office, child):
    version = child.program_version
    url = reverse("admin:programs_programversion_change", args=[version.pk])
    office.post(url, {"program": version.program_id, "name": "x", "effective_from": "2016-02-04", "parameters": "{}"})
    assert ProgramVersion.objects.get(pk=version.pk).parameters == version.parameters != {}


def own_models():
    return [
        model for model in apps.get_models() if model._meta.model_name in CONFIGURATION.get(model._meta.app_label, ())
    ]


def admin_pages():
    from django.contrib import admin

    return [model._meta for model in admin.site._registry]


def test_the_settings_hold_no_business_data(office):
    index = office.get(reverse("admin:index"))
    shown = {model["object_name"] for app in index.context["app_list"] for model in app["models"]}
    assert shown <= {model._meta.object_name for model in own_models()}
    assert {"User", "Post", "Delegation", "Division", "Organ", "WorkCalendarDay", "ProgramVersion"} <= shown


def test_every_page_of_the_settings_opens(office, cast):
    for meta in admin_pages():
        assert office.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")).status_code == 200, (
            meta.label
        )


def test_what_libraries_put_there_is_taken_out(office):
    assert {meta.app_label for meta in admin_pages()} == set(CONFIGURATION)


@pytest.mark.parametrize("page", ["admin:index", "admin:organisation_workcalendarday_changelist"])
def test_a_year_without_a_calendar_is_pointed_out_in_the_settings(office, monkeypatch, page):
    monkeypatch.setattr("organisation.calendar.timezone.localdate", lambda: dt.date(2030, 11, 2))
    shown = office.get(reverse(page)).content.decode()
    assert "The working days of 2030 are not" in shown and "The working days of 2031 are not" in shown


def test_only_the_system_administrator_opens_the_settings(cast):
    for username, user in cast.items():
        answer = browser(user).get(reverse("admin:index"))
        assert (answer.status_code == 200) == (username == "guan"), username


def test_nothing_in_the_settings_can_be_deleted(office, cast):
    for model in own_models():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
        if row := model._default_manager.first():
            assert office.post(reverse(name, args=[row.pk]), {"post": "yes"}).status_code in (403, 404), name


def test_the_settings_run_under_our_content_policy(office, cast):
    inline = re.compile(r"<script(?![^>]*(?:src=|application/json|nonce=))|\son\w+=|\sstyle=|<style(?![^>]*nonce)")
    for meta in admin_pages():
        for page in ("changelist", "add"):
            content = office.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}")).content.decode()
            assert not inline.search(content), (meta.label, page, inline.search(content))


def test_the_settings_speak_chinese(office, chinese):
    assert "岗位" in office.get(reverse("admin:index")).content.decode()


def test_the_first_administrator_is_made_on_the_command_line(db):
    said = StringIO()
    call_command("openaccount", "guanli", "管理员", division="410883", stdout=said)
    user = User.objects.get(username="guanli")
    assert user.is_staff and user.check_password(re.search(r"first password (\S+)", said.getvalue()).group(1))
    assert Dossier.objects.get(kind="office").event_set.count() == 2


@pytest.mark.parametrize(("username", "division"), [("wei", "410883"), ("new", "999999")])
def test_the_command_says_what_is_wrong_and_leaves_nothing(cast, username, division):
    with pytest.raises(CommandError):
        call_command("openaccount", username, "某某", division=division)
    assert User.objects.count() == len(cast) and not Event.objects.exists()


def test_an_event_and_its_act_are_one(cast, monkeypatch):
    monkeypatch.setattr(administration, "append", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        administration.open_account("ning", "宁两岗", by=cast["guan"])
    assert not User.objects.filter(username="ning").exists()
