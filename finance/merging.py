"""Two entries of one person: what finance has counted for them decides whether they may become one.

Invariant: reads only. Called before two persons are merged; while a month clashes, one of the two is reversed first.
"""

import datetime as dt

from finance.models import Accrual


def months_clash(keep: int, merged: int) -> list[dt.date]:
    """Months that both persons (ids) have counted in one exclusivity group, whatever the program; oldest first.

    After a merge such a month would stand twice for one person, which the database refuses (invariant I1).
    """
    own = Accrual.objects.exclude(status=Accrual.Status.CANCELLED)
    of_keep = set(own.filter(person=keep).values_list("exclusivity_group", "month"))
    of_merged = set(own.filter(person=merged).values_list("exclusivity_group", "month"))
    return sorted({month for _group, month in of_keep & of_merged})
