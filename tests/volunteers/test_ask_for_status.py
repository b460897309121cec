"""Asking where an application stands: by code and telephone, in plain words, never more."""

from typing import Any

import pytest
from django.test import Client

from documents.transitions import perform
from tests.volunteers.stages import WAY, Cast, applied, brought_to, vet
from volunteers.models import Volunteer
from volunteers.public import STANDINGS

PAGE = "/apply/status/"


def ask(client: Client, volunteer: Volunteer, **changes: Any) -> Any:
    """Ask as the applicant would."""
    return client.post(PAGE, {"code": volunteer.status_code, "phone": volunteer.phone, **changes})


def test_code_and_telephone_tell_where_it_stands_and_what_comes_next(client: Client, cast: Cast) -> None:
    page = ask(client, applied(cast, by=None)).content.decode()
    assert "Your application has arrived." in page and "with your ID card" in page


def test_the_code_may_be_typed_with_blanks_and_small_letters(client: Client, cast: Cast) -> None:
    volunteer = applied(cast)
    spaced = f"{volunteer.status_code[:5]} {volunteer.status_code[5:]}".lower()
    assert ask(client, volunteer, code=spaced).status_code == 200


@pytest.mark.parametrize("changes", [{"phone": "12039149999"}, {"code": "ABCDEFGHJK"}])
def test_one_of_both_wrong_tells_nothing(changes: dict[str, str], client: Client, cast: Cast) -> None:
    page = ask(client, applied(cast), **changes)
    assert page.status_code == 422 and page.context.get("standing") is None


def test_the_status_page_never_leaks_the_result_of_the_record_check(client: Client, cast: Cast) -> None:
    clear, unclear = applied(cast), applied(cast, name="买晨", serial=2)
    pages = []
    for volunteer, result in ((clear, "clear"), (unclear, "not_clear")):
        brought_to(volunteer, "vetting", cast)
        vet(volunteer, cast["kang"], result=result)
        pages.append(ask(client, volunteer).context["standing"])
    assert pages[0] == pages[1]


def test_a_refused_applicant_reads_no_reason(client: Client, cast: Cast) -> None:
    volunteer = applied(cast)
    perform(volunteer, "reject", by=cast["an"], ground="home", reason="住房正在危改")
    assert "住房" not in ask(client, volunteer).content.decode()


def test_every_state_has_words(cast: Cast) -> None:
    assert {each for each in WAY if each != "vetted"} <= set(STANDINGS)
    assert set(STANDINGS) == {"applied", "pledged", "vetting", "interviewed", "home_checked", "trained", "registered",
                              "suspended", "retired", "rejected"}  # fmt: skip


def test_asking_by_address_is_not_possible(client: Client, cast: Cast) -> None:
    volunteer = applied(cast)
    page = client.get(PAGE, {"code": volunteer.status_code, "phone": volunteer.phone})
    assert "standing" not in page.context


def test_one_telephone_is_asked_about_five_times_a_minute_at_most(client: Client, cast: Cast) -> None:
    volunteer = applied(cast)
    answers = [ask(client, volunteer).status_code for _n in range(11)]  # a minute may end in between
    assert answers[:5] == [200] * 5 and 429 in answers
