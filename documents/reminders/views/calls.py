"""The call list by village: whom no channel reached, for the telephone or for the printer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from documents.exporting import watermark
from documents.reminders.call_list import note_call, note_printing, to_call
from documents.reminders.models import Message
from documents.reminders.views.deliveries import check_supervises
from organisation.requests import StaffRequest


@require_GET
@login_required
def call_list(request: StaffRequest) -> HttpResponse:
    """People to call, by village."""
    check_supervises(request)
    villages = to_call(request.user)
    total = sum(len(people) for people in villages.values())
    return render(request, "reminders/call_list.html", {"villages": villages, "total": total})


@require_POST
@login_required
def call_print(request: StaffRequest) -> HttpResponse:
    """The same list for the printer. Posted, because telephones on paper leave an event."""
    check_supervises(request)
    villages = to_call(request.user)
    total = sum(len(people) for people in villages.values())
    note_printing(request.user, total)
    context = {"villages": villages, "total": total, "taken": watermark(request.user, total)}
    return render(request, "reminders/call_print.html", context)


@require_POST
@login_required
def called(request: StaffRequest, code: UUID) -> HttpResponse:
    """Write down a call about one message."""
    check_supervises(request)
    message = get_object_or_404(Message.objects.to_people_of(request.user), code=code)
    reached = request.POST.get("reached") == "1"
    note_call(message, by=request.user, reached=reached)
    done = _("Noted: reached.") if reached else _("Noted: not reached. The name stays on the list.")
    messages.success(request, done)
    return redirect("call-list")
