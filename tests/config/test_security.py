"""What holds for every page: headers, cookies, no way out to other sites, and no change by following a link."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from cases.flows import active_task
from cases.models import Visit
from documents.models import Attachment, Document, Dossier, DueDate
from organisation.models import Post, User
from tests.cases.stages import brought_to

PAGES = ["/", "/accounts/login/", "/admin/", "/verify/AAAABBBBCCCCDDDD/", "/no-such-page/", "/health"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_every_answer_has_a_policy_and_secure_headers(client, page):
    answer = client.get(page)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy and "object-src 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin" and answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Request-ID"]


@pytest.mark.django_db
def test_the_nonce_is_another_one_each_time(client):
    policies = [client.get("/accounts/login/")["Content-Security-Policy"] for _visit in range(2)]
    nonces = [re.findall(r"nonce-([^']+)", policy) for policy in policies]
    assert not nonces[0] or set(nonces[0]).isdisjoint(nonces[1])


@pytest.mark.django_db
def test_cookies_cannot_be_read_by_scripts_or_sent_from_other_sites(client, cast):
    client.get("/accounts/login/")
    client.force_login(cast["su"])
    client.get("/")
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"] and client.cookies[name]["samesite"] == "Lax"


@pytest.mark.django_db
def test_behind_https_cookies_and_addresses_are_secure(client, settings, cast):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    assert client.get("/accounts/login/").url.startswith("https://")
    client.post("/accounts/logout/", secure=True)
    assert client.get("/accounts/login/", secure=True).cookies["csrftoken"]["secure"]


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"])
def test_logging_in_does_not_lead_to_other_sites(client, elsewhere):
    user = User(username="ning", name="宁两岗", must_change_password=False)
    user.set_password("Slip-2026-example")
    user.save()
    login = {"login": "ning", "password": "Slip-2026-example", "next": elsewhere}
    assert client.post("/accounts/login/", login)["Location"] == "/"


@pytest.mark.django_db
def test_a_request_from_another_site_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["su"])
    assert client.post("/accounts/logout/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/cases/", "/visits/", "/papers/", "/imports/", "/no-such-page/"])
def test_no_browser_keeps_what_was_shown(client, cast, page):
    client.force_login(cast["su"])
    assert "no-store" in client.get(page)["Cache-Control"]


def addresses(patterns=None, prefix=""):
    """Every address of the project, with what it takes in angle brackets."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern)


def filled_in(address, case, cast):
    """The address of something that exists."""
    paper = Document.objects.filter(dossier=case.dossier).first()
    values = {
        "code": paper.code if address.startswith(("papers/", "documents/")) else case.code,
        "pk": Visit.objects.get().pk, "task_id": active_task(case).pk, "name": "correct", "form": "VIS-01",
    }  # fmt: skip
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found.group(1), "1")), address)


def state_of_everything():
    """What an act would change; reads may be written down, in the office's own file if there is no other."""
    return [
        list(Dossier.objects.exclude(kind="office").order_by("pk").values_list("pk", "version", "confidentiality")),
        list(Post.objects.order_by("pk").values_list("pk", "valid_to")),
        list(User.objects.order_by("pk").values_list("pk", "is_active", "password", "must_change_password")),
        list(DueDate.objects.order_by("pk").values_list("pk", "state")),
        list(Document.objects.order_by("pk").values_list("pk", "status")),
        Attachment.objects.count(),
        tasks(),
    ]


def tasks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status, owner_id FROM viewflow_task ORDER BY id")
        return cursor.fetchall()


@pytest.mark.roles
@pytest.mark.parametrize("username", ["su", "an", "kang", "guan"])
def test_following_a_link_never_changes_anything(child, cast, username):
    case = brought_to(child, "assessed", cast)
    client = Client(raise_request_exception=False)
    client.force_login(cast[username])
    before = state_of_everything()
    for address in addresses():
        if "^" in address or "logout" in address:
            continue
        client.get(filled_in(address, case, cast))
        assert state_of_everything() == before, address
    assert "_auth_user_id" in client.session, "one of the addresses has logged them out"


@pytest.mark.django_db
def test_a_page_of_somebody_else_leads_to_the_login_and_back(client):
    answer = client.get(reverse("admin:index"), follow=False)
    assert answer.status_code == 302 and "next=" in answer["Location"]
