"""Questions about visits that guards, letters and pages ask."""

from cases.models.cases import Case
from cases.models.visits import Visit


def latest_home_visit(case: Case) -> Visit | None:
    """The newest recorded home visit at which the family was met."""
    return Visit.objects.filter(case_id=case.pk).done_at_home().first()
