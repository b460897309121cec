"""Public notices as everybody reads them: without an account, only while they hang, kept by no cache or index."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.models import PublicNotice
from cases.notice_pages import posted
from documents.limits import limited
from organisation.models import Division, Organ

PER_MINUTE = 60
GONE = 410


@require_GET
@limited("notices", per_minute=PER_MINUTE)
def notices(request: HttpRequest) -> HttpResponse:
    """What hangs today, with the county it is from."""
    rows = list(PublicNotice.objects.shown(timezone.localdate()).select_related("dossier"))
    counties = {each.pk: each.dossier.division_code[:6].ljust(12, "0") for each in rows}
    names = dict(Division.objects.filter(code__in=counties.values()).values_list("code", "name"))
    return _page(request, "notices/public_list.html", {"rows": [(x, names.get(counties[x.pk], "")) for x in rows]})


@require_GET
@limited("notices", per_minute=PER_MINUTE)
def notice(request: HttpRequest, code: UUID) -> HttpResponse:
    """One notice, until the end of its last day. Afterwards nothing of it is shown any more."""
    today = timezone.localdate()
    found = PublicNotice.objects.shown(today).select_related("dossier").filter(code=code).first()
    if found is None:
        ended = PublicNotice.objects.filter(code=code, first_day__lte=today).exists()
        return _page(request, "notices/gone.html", {"ended": ended}, status=GONE if ended else 404)
    organ = Organ.objects.issuing("county", found.dossier.division_code, found.first_day)
    return _page(request, "notices/public_page.html", {**posted(found), "organ": organ})


def _page(request: HttpRequest, template: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, shown, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    return response
