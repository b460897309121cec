"""The pages before the work, in a real browser: login, first password, second factor, errors."""

import pytest
from django.utils.text import slugify

from organisation.models import Division, Post, User
from organisation.roles import Role
from tests.browser import look
from tests.cast import MENGZHOU

pytestmark = pytest.mark.browser
SLIP = "Slip-2026-example"


@pytest.fixture
def clerk(transactional_db):
    """A finance clerk with the password from the slip."""
    user = User(username="qian", name="钱出纳")
    user.set_password(SLIP)
    user.save()
    county = Division.objects.get(code=MENGZHOU)
    Post.objects.create(user=user, role=Role.FINANCE_PREPARER, division=county, valid_from="2020-01-01")
    return user


def log_in(page, password=SLIP):
    page.locator("#id_login").fill("qian")
    page.locator("#id_password").fill(password)
    page.locator("#id_password").press("Enter")


def test_login_is_accessible_before_and_after_a_mistake(open_page, clerk, chinese):
    page = open_page("/accounts/login/")
    look(page, "login")
    log_in(page, "wrong")
    page.locator("[role=alert] >> text=用户名").wait_for()
    look(page, "login-wrong")


def test_the_first_login_is_accessible_from_slip_to_second_factor(open_page, clerk, chinese):
    page = open_page("/accounts/login/")
    log_in(page)
    page.locator("#id_oldpassword").fill(SLIP)
    look(page, "first-password")
    for field in ("password1", "password2"):
        page.locator(f"#id_{field}").fill("Tongxin-2026-own")
    page.locator("#id_password2").press("Enter")
    page.locator("img.qr").wait_for()
    look(page, "second-factor")


def test_the_pages_of_the_account_are_accessible(open_page, clerk):
    User.objects.update(must_change_password=False)
    page = open_page("/accounts/2fa/", user=clerk)
    for path in ("/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/password/change/", "/no-such-page/"):
        page.goto(path)
        look(page, f"account-{slugify(path)}")


def test_the_language_is_switched_and_the_page_stays(open_page, clerk):
    page = open_page("/accounts/login/?next=/cases/")
    page.locator("button[name=language]").click()
    page.locator("html[lang=zh-hans]").wait_for()
    assert page.url.endswith("/accounts/login/?next=/cases/")
