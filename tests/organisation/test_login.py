"""Logging in: by user name or telephone, the lock after five wrong attempts, the first password, the second factor."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from organisation.models import Division, Post, User
from organisation.roles import Role
from tests.cast import MENGZHOU

SLIP = "Slip-2026-example"
OWN = "Tongxin-2026-own"
PHONE = "12039100177"


@pytest.fixture(autouse=True)
def unlocked(db):
    cache.clear()


@pytest.fixture
def user():
    person = User(username="ning", name="宁两岗", phone=PHONE, must_change_password=False)
    person.set_password(SLIP)
    person.save()
    return person


def employ(user, role):
    Post.objects.create(user=user, role=role, division=Division.objects.get(code=MENGZHOU), valid_from="2020-01-01")


def log_in(client, login, password=SLIP):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def logged_in(client):
    return "_auth_user_id" in client.session


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("login", ["ning", PHONE])
def test_user_name_and_telephone_both_open_the_door(client, user, login):
    response = log_in(client, login)
    assert response.status_code == 302
    assert logged_in(client)


def test_the_telephone_does_not_stay_in_the_session(client, user):
    log_in(client, PHONE)
    assert PHONE not in str(dict(client.session))


def test_two_people_with_one_telephone_need_their_user_names(client, user):
    User.objects.create(username="other", name="另一人", phone=PHONE)
    log_in(client, PHONE)
    assert not logged_in(client)


def test_a_deactivated_user_does_not_get_in(client, user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    log_in(client, "ning")
    assert not logged_in(client)


def test_five_wrong_attempts_lock_the_account_even_for_the_right_password(client, user):
    for _attempt in range(5):
        log_in(client, "ning", "wrong")
    response = log_in(client, "ning")
    assert not logged_in(client)
    assert "After too many wrong attempts" in response.content.decode()


def test_the_lock_speaks_chinese(client, user, chinese):
    for _attempt in range(5):
        log_in(client, "ning", "wrong")
    assert "账号已锁定" in log_in(client, "ning").content.decode()


def test_attempts_by_telephone_and_by_user_name_count_together(client, user):
    for login in ("ning", PHONE, "ning", PHONE, "ning"):
        log_in(client, login, "wrong")
    log_in(client, PHONE)
    assert not logged_in(client)


def test_nobody_learns_whether_a_user_name_exists(client, user):
    known = log_in(client, "ning", "wrong").context["form"].errors
    assert log_in(client, "nobody", "wrong").context["form"].errors == known


def test_the_first_login_leads_to_an_own_password_and_nowhere_else(client, user):
    User.objects.update(must_change_password=True)
    log_in(client, "ning")
    assert client.get("/").url == reverse("account_change_password")
    assert "password on your slip" in client.get(reverse("account_change_password")).content.decode()


def change(client, old, new):
    return client.post(reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new})


def test_an_own_password_ends_the_first_login(client, user):
    User.objects.update(must_change_password=True)
    log_in(client, "ning")
    assert change(client, SLIP, OWN).url == "/"
    user.refresh_from_db()
    assert user.check_password(OWN)
    assert not user.must_change_password


@pytest.mark.parametrize(
    ("new", "said"),
    [(SLIP, "password you have now"), ("Short-1", "at least 12"), ("onlysmallletters", "at least three of")],
)
def test_a_poor_password_is_refused_with_the_reason(client, user, new, said):
    User.objects.update(must_change_password=True)
    log_in(client, "ning")
    assert said in change(client, SLIP, new).content.decode()
    user.refresh_from_db()
    assert user.must_change_password


def test_whoever_pays_sets_up_a_second_factor_first(client, user):
    employ(user, Role.FINANCE_PREPARER)
    log_in(client, "ning")
    assert client.get("/").url == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_secret_of_the_second_factor_is_kept_as_ciphertext(client, user):
    log_in(client, "ning")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_for(secret))


def test_the_password_alone_is_not_enough_once_a_second_factor_is_set_up(client, user):
    log_in(client, "ning")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    client.post(reverse("account_logout"))
    assert log_in(client, "ning").url == reverse("mfa_authenticate")
    assert not logged_in(client)


def test_an_hour_later_the_second_factor_is_not_touched_without_the_password(client, user):
    log_in(client, "ning")
    session = client.session
    session["account_authentication_methods"][0]["at"] = time.time() - 3600
    session.save()
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_there_is_no_sign_up_no_mail_and_no_reset(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_settings_have_no_door_of_their_own(client, user):
    assert client.get("/admin/login/?next=/admin/").url.startswith(reverse("account_login"))


def test_a_link_does_not_log_out(client, user):
    log_in(client, "ning")
    client.get(reverse("account_logout"))
    assert logged_in(client)
    client.post(reverse("account_logout"))
    assert not logged_in(client)
