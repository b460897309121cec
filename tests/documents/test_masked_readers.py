"""Whoever reads names masked opens nothing that names people in full, and the attempt is written down."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from documents.attachments import attach
from documents.models import Event, PrintJob
from organisation.models import Division, Post, User
from organisation.rights import reads_masked
from organisation.roles import Role
from tests.cast import MENGZHOU
from tests.documents.sheets import photo

pytestmark = pytest.mark.django_db
PAPERS = ["document-pdf", "document-download"]


def post(user: User, role: Role) -> Post:
    place = Division.objects.get(code=MENGZHOU)
    return Post(user=user, role=role, division=place, valid_from=dt.date(2020, 1, 1))


@pytest.mark.parametrize("name", PAPERS)
def test_an_auditor_opens_no_paper_and_is_told_why(as_, paper, name):
    response = as_("ji").get(reverse(name, args=[paper.code]))

    assert response.status_code == 422 and "reads them masked" in response.content.decode()
    assert Event.objects.filter(dossier=paper.dossier, by__username="ji").last().action.endswith(".refused")


def test_an_auditor_opens_no_scan(as_, paper, cast):
    scan = attach(paper.dossier, BytesIO(photo()), title="签字页", by=cast["su"])

    response = as_("ji").get(reverse("attachment-file", args=[scan.code]))

    assert response.status_code == 422 and "reads them masked" in response.content.decode()
    assert Event.objects.filter(action="attachment.read.refused", by=cast["ji"]).exists()


def test_an_auditor_binds_no_whole_file(as_, paper):
    assert as_("ji").get(reverse("case-file", args=[paper.dossier.code])).status_code == 422


def test_an_auditor_prints_nothing(as_, paper):
    as_("ji").post(reverse("print-job-new"), {"pick": [paper.pk]})

    assert not PrintJob.objects.exists()


def test_a_post_that_reads_no_case_does_not_lift_the_mask(cast):
    post(cast["ji"], Role.FINANCE_PREPARER).save()

    assert reads_masked(cast["ji"])


@pytest.mark.parametrize("username", ["ji", "guan"])
def test_who_audits_or_keeps_accounts_gets_no_post_in_casework(cast, username):
    with pytest.raises(ValidationError, match="may not be both"):
        post(cast[username], Role.COUNTY_CASEWORKER).clean()
