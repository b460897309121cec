"""The phone's page, its service worker and its manifest: open to everybody, because they hold nothing of anybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from documents.drafts.shell import page, version, worker

FRESH = {"Cache-Control": "no-cache"}


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the phone, in the reader's language."""
    return HttpResponse(page(get_language() or "zh-hans"), headers={**FRESH, "X-Shell-Version": version()})


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the shell. Asked for anew each time, so that a new version is found."""
    headers = {**FRESH, "Service-Worker-Allowed": reverse("phone")}
    return HttpResponse(worker(), content_type="text/javascript; charset=utf-8", headers=headers)


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a home screen shows."""
    icons = [
        {"src": static("img/mark-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("img/mark-512.png"), "sizes": "512x512", "type": "image/png"},
    ]
    content = {
        "name": _("Tongxin Casework"),
        "short_name": _("Tongxin"),
        "lang": get_language(),
        "start_url": reverse("phone"),
        "scope": reverse("phone"),
        "display": "standalone",
        "background_color": "#f4f6f8",
        "theme_color": "#1a5fb4",
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json", headers=FRESH)
