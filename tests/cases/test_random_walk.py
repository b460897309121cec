"""Random users try random acts: no state without its papers, flow and state never disagree, nothing is half done."""

from typing import Any

from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cases.actions import record_visit
from cases.children.models import LeftBehindCase, Status
from cases.flows import active_task
from cases.registry.models import Person
from documents.declarations import declared
from documents.models import Attachment, Document, DueDate, Event
from documents.refusals import Refused
from documents.sealing import seal_events, verify_trail
from documents.trail import record
from documents.transitions import perform
from organisation.models import Division, User
from tests.cases.stages import LOW, MEASURES, MEDIUM, imported_child
from tests.cast import hire_everyone

MACHINE = declared(LeftBehindCase)
WORKERS = ["wei", "wen", "su", "an", "nan", "kang", "rui", "cao", "wu", "guan"]
FLOW_STATES = {Status.REGISTERED, Status.VERIFIED, Status.ASSESSED, Status.OPENED}
ACTS = st.lists(
    st.tuples(st.sampled_from(WORKERS), st.sampled_from([*MACHINE, "visit"]), st.integers(0, 3)),
    min_size=5,
    max_size=40,
)
# The likely next acts come up often enough that walks get far.
LIKELY = [
    ("wei", "register"),
    ("su", "visit"),
    ("su", "verify"),
    ("su", "assess"),
    ("an", "open"),
    ("su", "register_agreement"),
    ("su", "start_service"),
    ("rui", "start_review"),
    ("an", "close"),
]


class RandomWalk(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        if not Division.objects.exists():
            call_command("seed")

    @given(acts=ACTS, far=st.integers(0, len(LIKELY)))
    def test_walking_at_random_keeps_every_promise(self, acts: list[tuple[str, str, int]], far: int) -> None:
        cast = hire_everyone()
        case = imported_child()
        walk = [(who, name, 0) for who, name in LIKELY[:far]] + acts
        for who, name, variant in walk:
            try:
                self._try(case, cast, who, name, variant)
            except Refused as refused:
                assert all(refused.sentences)
            case = LeftBehindCase.objects.get(pk=case.pk)
            self._check(case)
        seal_events()
        assert verify_trail() is None

    def _try(self, case: LeftBehindCase, cast: dict[str, User], who: str, name: str, variant: int) -> None:
        by = cast[who]
        if name == "visit":
            day = timezone.localdate()
            met = {"result": "done", "done_on": day, "second_visitor": "卫村官", "woman_present": True}
            record_visit(case, by=by, child={"seen": variant != 3}, **met)
        else:
            perform(case, name, by=by, **data_for(case, cast, name, variant))

    def _check(self, case: LeftBehindCase) -> None:
        self._check_papers(case)
        task = active_task(case)
        waits = task.flow_task.state if task else None
        assert waits == (case.status if case.status in FLOW_STATES else None)
        open_names = list(DueDate.objects.filter(dossier=case.dossier, state="open").values_list("name", flat=True))
        assert len(open_names) == len(set(open_names))

    def _check_papers(self, case: LeftBehindCase) -> None:
        events = Event.objects.filter(dossier=case.dossier, action__startswith="case.")
        reached = "imported"
        for event in events.exclude(action__endswith=".refused").order_by("sequence"):
            each = MACHINE[event.action.removeprefix("case.")]
            reached = each.targets[reached] or reached
            kinds = set(Document.objects.filter(event=event).values_list("kind", flat=True))
            assert kinds == set(each.step.papers)
        assert reached == case.status


def data_for(case: LeftBehindCase, cast: dict[str, User], name: str, variant: int) -> dict[str, Any]:
    """What a user would type for this act; `variant` 3 is careless."""
    today = timezone.localdate()
    reason = "" if variant == 3 else "情况有变"
    texts = dict.fromkeys(("schooling", "guardianship", "affection", "child_view"), "良好")
    closing = {"recommendation": "close", "ground": "goals_met"} if variant < 2 else {"recommendation": "continue"}
    known: dict[str, dict[str, Any]] = {
        "register": {"told_to": "毋秋菊", "told_on": None if variant == 3 else today},
        "verify": {"findings": "属实", "id_checked": True, "schooling_checked": variant != 3},
        "assess": {
            "answers": LOW if variant == 2 else MEDIUM,
            "triggers": ["dropout"] if variant == 1 else [],
            "child_view": "" if variant == 3 else "想妈妈",
            "village_officer": cast["wei"].pk,
            "measures": MEASURES,
        },
        "open": {"opinion": "同意"},
        "monitor": {"opinion": "同意"},
        "close": {"opinion": "同意"},
        "terminate": {"ground": "declined", "reason": reason},
        "start_review": {**texts, **closing},
        "correct": {"reason": reason},
        "record_consent": {"purpose": "photo", "given": variant != 2, "given_by": "" if variant == 3 else "毋秋菊"},
        "continue_service": {},
        "start_service": {},
        "take_in": {},
    }
    if name == "register_agreement":
        return agreement(case, cast)
    return known.get(name, {"reason": reason})


def agreement(case: LeftBehindCase, cast: dict[str, User]) -> dict[str, Any]:
    """A signed agreement with a scan that exists."""
    today = timezone.localdate()
    scan = Attachment.objects.filter(dossier=case.dossier).first()
    if scan is None:
        event = record(case.dossier, "attachment.add", by=cast["su"])
        scan = Attachment.objects.create(
            dossier=case.dossier,
            event=event,
            title="委托照护协议",
            content_type="application/pdf",
            sha256="0" * 64,
            size=1,
            uploaded_by=cast["su"],
        )
    carer = Person.objects.filter(cares_for__child=case.person).first()
    assert carer is not None
    return {"carer": carer.pk, "signed_on": today, "valid_until": today.replace(year=today.year + 1), "scan": scan.pk}
