"""Two people claim a step, attach a scan or correct a paper at once, while the trail is sealed: one of them did it."""

from io import BytesIO

import pytest

from cases.children.models import LeftBehindCase
from cases.flows import active_task, claim
from documents.attachments import attach
from documents.corrections import correctable, reissue
from documents.models import Attachment, Document, Dossier, Event
from documents.proof_of_papers import verify_papers
from documents.refusals import Refused
from documents.sealing import seal_events, verify_trail
from documents.trail import record
from organisation.models import User
from tests.cases.stages import brought_to, imported_child, register
from tests.cast import hire_everyone
from tests.documents.sheets import photo
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def tried(act) -> str:
    """`done`, or the kind of refusal; anything else shows in the outcome of the race."""
    try:
        act()
    except Refused as refused:
        return refused.kind
    return "done"


def person(username: str) -> User:
    return User.objects.get(username=username)


def test_one_of_two_claims_a_step() -> None:
    cast = hire_everyone()
    cast["nan"].post_set.update(division=cast["su"].post_set.get().division)
    case = brought_to(imported_child(), "registered", cast)
    task = active_task(case)

    outcomes = race(2, lambda place: tried(lambda: claim(task.pk, person(("su", "nan")[place]))))

    assert sorted(outcomes) == ["done", "not_possible"], outcomes
    assert Event.objects.filter(action="flow.claim").count() == 1


def test_the_same_scan_sent_twice_at_once_is_kept_once() -> None:
    cast = hire_everyone()
    case = imported_child()
    register(case, cast["wei"])
    send = lambda: attach(case.dossier, BytesIO(photo()), title="签字页", by=person("su"))  # noqa: E731

    outcomes = race(3, lambda place: tried(send))

    assert sorted(outcomes) == ["already_attached", "already_attached", "done"], outcomes
    assert Attachment.objects.count() == 1 and verify_papers(files=True) is None


def test_a_paper_is_replaced_once() -> None:
    cast = hire_everyone()
    case = imported_child()
    register(case, cast["wei"])
    paper = Document.objects.get(kind="LBC-01")
    texts = {correctable(paper)[0].path: "更正"}

    outcomes = race(2, lambda place: tried(lambda: reissue(paper, by=person("wei"), reason="x", corrections=texts)))

    assert sorted(outcomes)[0] == "done" and len(set(outcomes)) == 2, outcomes
    assert Document.objects.filter(supersedes=paper).count() == 1 and verify_papers() is None


def test_sealing_while_others_write_loses_no_event() -> None:
    hire_everyone()
    dossiers = [imported_child().dossier, Dossier.begin("case", "410883100204")]
    dossiers[1].save()

    def work(place: int) -> None:
        for _n in range(15):
            seal_events() if place < 2 else record(dossiers[place - 2], "case.read", by=None)

    assert race(4, work) == [None] * 4
    seal_events()
    assert verify_trail() is None and not Event.objects.filter(seal__isnull=True).exists()


def test_a_decision_and_a_scan_at_once_are_both_kept() -> None:
    cast = hire_everyone()
    case = imported_child()
    acts = [
        lambda: register(LeftBehindCase.objects.get(pk=case.pk), person("wei")),
        lambda: attach(case.dossier, BytesIO(photo()), title="一", by=person("su")),
    ]
    assert race(2, lambda place: tried(acts[place])) == ["done", "done"]
    assert cast and verify_trail() is None and verify_papers(files=True) is None
