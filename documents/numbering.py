"""Gapless numbers per issuing organ, kind of paper and year, taken inside the transaction that issues the paper.

Counters are locked after the dossier and in sorted order, so that transitions never wait for each other in a circle.
"""

from django.db.models import F

from documents.models import NumberCounter
from organisation.models import Organ


def take_numbers(organ: Organ, kind: str, year: int, count: int = 1) -> range:
    """The next `count` serials. Rolling back gives them back; call it inside the transaction only."""
    key = {"organ": organ, "kind": kind, "year": year}
    NumberCounter.objects.bulk_create([NumberCounter(**key)], ignore_conflicts=True)
    counter = NumberCounter.objects.select_for_update().get(**key)
    NumberCounter.objects.filter(pk=counter.pk).update(last=F("last") + count)
    return range(counter.last + 1, counter.last + 1 + count)


def form_number(organ: Organ, word: str, year: int, serial: int) -> str:
    """The number of a form or notice: （孟）留登〔2026〕35号, without padding and without 第 (GB/T 9704 7.2.5)."""
    return f"（{organ.short_name}）{word}〔{year}〕{serial}号"
