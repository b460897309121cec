"""Correcting a paper: a new one with a new number takes its place, both stay, and only once."""

import pytest
from django.urls import reverse

from documents.corrections import correctable, differences, reissue
from documents.models import Document
from documents.papers import store
from documents.refusals import NotAllowed, NotPossible, NotVisible
from tests.cases.stages import brought_to
from tests.documents.sheets import sheet

pytestmark = pytest.mark.django_db
WHY = "Wrong character in the opinion"


@pytest.fixture
def decision(child, cast) -> Document:
    """LBC-06, with the opinion 同意 of the town approver."""
    case = brought_to(child, "opened", cast)
    paper = Document.objects.get(dossier=case.dossier, kind="LBC-06")
    store(paper, sheet())
    return paper


def opinion(paper: Document) -> str:
    """The path of the opinion among the texts that may be mended."""
    return next(text.path for text in correctable(paper) if text.text.startswith("同意"))


def corrected(paper: Document, by, **changes) -> Document:
    data = {"reason": WHY, "corrections": {opinion(paper): "同意立案"}} | changes
    return reissue(paper, by=by, **data)


def test_the_new_paper_has_a_new_number_and_the_corrected_text(decision, cast):
    new = corrected(decision, cast["an"])

    assert (new.serial, new.supersedes) == (decision.serial + 1, decision)
    assert "同意立案" in str(new.opened_context)
    assert new.opened_context["paper"]["replaces"] == decision.number


def test_the_old_paper_is_superseded_and_stays(decision, cast):
    before = decision.sha256
    corrected(decision, cast["an"])

    decision.refresh_from_db()
    assert (decision.status, decision.sha256) == (Document.Status.SUPERSEDED, before)


def test_the_event_keeps_reason_and_difference(decision, cast):
    details = corrected(decision, cast["an"]).event.details

    assert details["reason"] == WHY
    assert ["同意", "同意立案"] in [change[1:] for change in details["changes"]]


def test_nothing_else_on_the_paper_changes(decision):
    changes = differences(decision, {opinion(decision): "同意立案"})

    assert {(change.before, change.after) for change in changes} == {("同意", "同意立案")}


def test_of_equal_texts_only_the_corrected_one_changes(decision):
    plan = Document.objects.get(dossier=decision.dossier, kind="LBC-07")
    second = next(text.path for text in correctable(plan) if text.path.endswith("measures.1.need"))
    changes = differences(plan, {second: "需要辅导"})

    assert [(change.before, change.after) for change in changes] == [("需要", "需要辅导")]


def test_a_paper_is_superseded_once(decision, cast):
    new = corrected(decision, cast["an"])
    with pytest.raises(NotPossible, match=new.number):
        reissue(decision, by=cast["an"], reason=WHY, corrections={})


def test_the_new_paper_can_be_corrected_in_its_turn(decision, cast):
    second = corrected(decision, cast["an"])
    third = reissue(second, by=cast["an"], reason="Again", corrections={opinion(second): "同意。"})

    assert "同意。" in str(third.opened_context)
    assert "同意立案" not in str(third.opened_context)


def test_the_same_key_is_the_same_correction(decision, cast):
    first = corrected(decision, cast["an"], key="k")

    assert reissue(decision, by=cast["an"], reason=WHY, corrections={}, key="k") == first


def test_without_a_difference_no_number_is_used(decision, cast):
    with pytest.raises(NotPossible, match="the same as before"):
        reissue(decision, by=cast["an"], reason=WHY, corrections={})
    assert Document.objects.filter(kind="LBC-06").count() == 1


def test_a_correction_needs_a_reason(decision, cast):
    with pytest.raises(NotPossible, match="Say why"):
        corrected(decision, cast["an"], reason="  ")


def test_only_the_role_that_issued_it_corrects_it(decision, cast):
    with pytest.raises(NotAllowed, match="Town approver"):
        corrected(decision, cast["su"])
    with pytest.raises(NotVisible):
        corrected(decision, cast["nan"])


def test_a_text_that_does_not_stand_on_the_paper_cannot_be_slipped_in(decision, cast):
    with pytest.raises(NotPossible, match="do not stand on the paper"):
        corrected(decision, cast["an"], corrections={"status": "closed"})


def test_codes_and_dates_are_not_offered_for_correction(paper):
    assert not [text for text in correctable(paper) if text.text[:2] == "20" or text.path == "expected"]


def test_every_paper_of_the_main_way_can_be_made_again_from_its_act(decision):
    for paper in Document.objects.filter(dossier=decision.dossier):
        differences(paper, {})  # raises when a letter needs more than its act left behind


def test_the_page_shows_the_difference_before_it_issues(as_, decision):
    client = as_("an")
    address = reverse("document-reissue", args=[decision.code])
    form = client.get(address).context["form"]
    name = next(name for name, text in form.texts.items() if text.text == "同意")
    typed = {key: text.text for key, text in form.texts.items()}
    data = typed | {name: "同意立案", "reason": WHY, "key": str(form["key"].value())}

    asked = client.post(address, data)
    assert Document.objects.filter(kind="LBC-06").count() == 1
    assert "<ins>同意立案</ins>" in asked.content.decode()

    client.post(address, data | {"shown": asked.context["form"]["shown"].value()})
    assert Document.objects.get(supersedes=decision).opened_context["paper"]["replaces"] == decision.number


def test_page_and_verification_of_the_old_paper_name_the_new_one(as_, client, decision, cast):
    new = corrected(decision, cast["an"])

    assert new.number in as_("su").get(reverse("document-detail", args=[decision.code])).content.decode()
    assert f"replaced by {new.number}" in client.get(reverse("verify", args=[decision.verify_code])).content.decode()
