"""Random people try random acts on a pairing: nothing begins without consents and somebody else's decision.

The child is open to the proxy parent exactly while the pairing is active and the record check holds.
"""

import datetime as dt
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cases.flows import active_task
from cases.models import Case
from documents.models import Access, Document, Dossier, DueDate, Event
from documents.refusals import Refused
from documents.sealing import seal_events, verify_trail
from documents.transitions import perform
from organisation.models import Division, User
from tests.cast import hire_everyone
from tests.volunteers.pairing_stages import able, consent, proposed, scan, served, sign
from volunteers.consequences import suspend_lapsed
from volunteers.models import Pairing, Volunteer
from volunteers.pairing_actions import register_renewal

WORKERS = ["zhi", "su", "an", "cao", "wei", "nan", "pan", "kang"]
ACTS = [
    "propose",
    "consent",
    "decline",
    "approve",
    "send_back",
    "withdraw",
    "activate",
    "print_renewal",
    "renew",
    "suspend",
    "tell_child",
    "resume",
    "replace",
    "end",
    "evaluate",
    "note_health_record",
    "suspend person",
    "reinstate person",
    "lapse",
    "renew vetting",
]
WALK = st.lists(st.tuples(st.sampled_from(WORKERS), st.sampled_from(ACTS), st.integers(0, 3)), min_size=4, max_size=30)
LIKELY = [
    ("zhi", "propose"),
    ("su", "consent"),
    ("an", "approve"),
    ("zhi", "activate"),
    ("su", "suspend"),
    ("an", "end"),
]
FLOW_STATES = {"proposed": "consent", "consented": "approve", "approved": "activate"}


class RandomWalk(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        if not Division.objects.exists():
            call_command("seed")

    @given(acts=WALK, far=st.integers(0, len(LIKELY)))
    def test_walking_at_random_keeps_every_promise(self, acts: list[tuple[str, str, int]], far: int) -> None:
        cast = hire_everyone()
        case, pan = served(cast), able(cast["pan"])
        for who, name, variant in [(who, name, 0) for who, name in LIKELY[:far]] + acts:
            try:
                self._try(case, pan, cast[who], name, variant)
            except Refused as refused:
                assert all(refused.sentences) or refused.kind == "not_visible"
            self._check(case, Volunteer.objects.get(pk=pan.pk))
        seal_events()
        assert verify_trail() is None

    def _try(self, case: Case, pan: Volunteer, by: User, name: str, variant: int) -> None:
        today = timezone.localdate()
        pan = Volunteer.objects.get(pk=pan.pk)
        pairing = Pairing.objects.filter(case_id=case.pk).first()
        if name == "propose":
            proposed(case, pan, by)
        elif name == "lapse":
            Volunteer.objects.filter(pk=pan.pk).update(vetted_until=today - dt.timedelta(days=1))
            Access.objects.filter(user=pan.user, capacity="paired").update(valid_from=today - dt.timedelta(days=9))
            ended = Access.objects.filter(user=pan.user, capacity="paired", revoked_at=None)
            ended.update(valid_to=today - dt.timedelta(days=1))  # what open_child wrote when the check was still long
            suspend_lapsed()
        elif name == "renew vetting":
            Volunteer.objects.filter(pk=pan.pk).update(vetted_until=today + dt.timedelta(days=300))
        elif name.endswith("person"):
            perform(pan, name.removesuffix(" person"), by=by, reason="核查")
        elif pairing is not None:
            act(pairing, by, name, variant)

    def _check(self, case: Case, pan: Volunteer) -> None:
        pairing = Pairing.objects.filter(case_id=case.pk).first()
        today = timezone.localdate()
        active = pairing is not None and pairing.status == "active"
        holds = pan.vetted_until is not None and pan.vetted_until >= today
        assert pan.user is not None
        assert Dossier.objects.reduced_for(pan.user).exists() == (active and holds)
        assert Pairing.objects.filter(case_id=case.pk).live().count() <= 1
        names = list(DueDate.objects.open().filter(dossier=case.dossier_id).values_list("name", flat=True))
        assert len(names) == len(set(names))
        if pairing is not None:
            self._check_pairing(pairing)

    def _check_pairing(self, pairing: Pairing) -> None:
        task = active_task(pairing)
        assert (task.flow_task.act if task else None) == FLOW_STATES.get(pairing.status)
        mine = Event.objects.filter(subject_label="volunteers.pairing", subject_id=pairing.pk)
        done = dict(mine.exclude(action__endswith=".refused").order_by("sequence").values_list("action", "by_id"))
        if pairing.started_on:
            makers = [done[f"pairing.{name}"] for name in ("propose", "consent")]
            assert done["pairing.approve"] not in makers and pairing.volunteer.user_id not in done.values()
            kinds = set(Document.objects.filter(event__in=mine).values_list("kind", flat=True))
            assert kinds >= {"PXP-10", "PXP-11", "PXP-12", "PXP-13"}
            assert pairing.consented_on and pairing.child_consents


def act(pairing: Pairing, by: User, name: str, variant: int) -> None:
    """What a user would type for this act; `variant` 3 is careless."""
    today = timezone.localdate()
    careless = variant == 3
    until = (pairing.valid_until or today) + dt.timedelta(days=900 if careless else 300)
    if name == "consent":
        consent(pairing, by, child_consents=not careless)
    elif name == "activate":
        sign(pairing, by, valid_until=today + dt.timedelta(days=900 if careless else 300))
    elif name == "renew":
        register_renewal(pairing, by=by, scan=scan(7 + variant), signed_on=today, valid_until=until)
    else:
        perform(pairing, name, by=by, **data_for(name, careless, until, today))


def data_for(name: str, careless: bool, until: dt.date, today: dt.date) -> dict[str, Any]:
    """The data of an act that brings no scan."""
    words = "" if careless else "情况正常"
    known: dict[str, dict[str, Any]] = {
        "approve": {"opinion": "同意"},
        "print_renewal": {"valid_until": until},
        "tell_child": {"told_on": today, "words": words},
        "replace": {"reason": "换人", "handover": words, "handover_on": today},
        "end": {"reason": "期满", "farewell": words},
        "evaluate": {"child_view": words, "carer_view": "", "result": "good", "words": "良好"},
        "note_health_record": {"opened_on": today, "kept_at": words},
    }
    return known.get(name, {"reason": words})
