"""Whether messages to my people arrived: the deliveries with their failures, and trying one again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from documents.reminders.channels.failures import WORDS
from documents.reminders.models import SUPERVISES, Delivery
from documents.reminders.sending import send_again
from documents.reminders.tasks import nudge
from organisation.requests import StaffRequest
from organisation.rights import has_role
from organisation.roles import Role

PAGE = 50
VIEWS = {
    "": gettext_lazy("Everything"),
    "failed": pgettext_lazy("deliveries", "Failed"),
    "waiting": pgettext_lazy("deliveries", "Waiting"),
    "arrived": pgettext_lazy("deliveries", "Arrived"),
}
STATES = {
    "failed": (Delivery.Status.FAILED, Delivery.Status.GIVEN_UP, Delivery.Status.NOT_REACHED),
    "waiting": (Delivery.Status.QUEUED,),
    "arrived": (Delivery.Status.SENT, Delivery.Status.REACHED),
}


def check_supervises(request: StaffRequest) -> None:
    """Raises PermissionDenied for those who supervise nobody and keep no accounts."""
    if not has_role(request.user, *SUPERVISES, Role.SYSADMIN):
        raise PermissionDenied


@require_GET
@login_required
def delivery_list(request: StaffRequest) -> HttpResponse:
    """Deliveries to the people of my divisions, newest first; `?show=failed` narrows them."""
    check_supervises(request)
    rows = Delivery.objects.visible_to(request.user)
    show = request.GET.get("show", "")
    shown = rows.filter(status__in=STATES[show]) if show in STATES else rows
    page = Paginator(shown.select_related("message__user", "by"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, WORDS.get(row.error, row.error)) for row in page.object_list],
        "views": [(name, label, name == show) for name, label in VIEWS.items()],
        "may_call": has_role(request.user, *SUPERVISES),
    }
    return render(request, "reminders/delivery_list.html", context)


@require_POST
@login_required
def delivery_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Put one that failed in the queue again."""
    check_supervises(request)
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    send_again(delivery)
    nudge()
    messages.success(request, _("The message is sent again in a moment."))
    return redirect("delivery-list")
