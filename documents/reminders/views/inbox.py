"""My messages: the list, one message with its due dates, and marking all as read."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from documents.reminders.inbox import entries, lines_of, open_message, read_all
from documents.reminders.models import SUPERVISES, Message
from documents.reminders.wording import ASKED, DUE, text_of
from organisation.requests import StaffRequest
from organisation.rights import has_role
from organisation.roles import Role

PAGE = 30


@require_GET
@login_required
def message_list(request: StaffRequest) -> HttpResponse:
    """Everything I was told, newest first; `?unread=1` only what I have not opened."""
    messages = Message.objects.visible_to(request.user)
    unread = messages.filter(read_at__isnull=True).count()
    only = request.GET.get("unread") == "1"
    shown = messages.unread() if only else messages.order_by("-changed_at", "-pk")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": entries(page.object_list),
        "unread": unread,
        "only_unread": only,
        "may_call": has_role(request.user, *SUPERVISES),
        "sees_deliveries": has_role(request.user, *SUPERVISES, Role.SYSADMIN),
    }
    return render(request, "reminders/message_list.html", context)


@require_GET
@login_required
def message_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One message. One that has a single thing to do, or is about one page, leads straight there."""
    message = get_object_or_404(Message.objects.visible_to(request.user).select_related("by"), code=code)
    lines = lines_of(message, request.user) if message.key in (DUE, ASKED) else []
    open_message(message)
    if message.link and not message.words:
        return redirect(message.link)
    left = [line for line in lines if line.open]
    if len(lines) == 1 and left and left[0].url and not message.words:
        return redirect(left[0].url)
    text = text_of(message, [line.due for line in left] if message.key == DUE else [])
    context = {"message": message, "lines": lines, "left": len(left), "text": text, "due": message.key in (DUE, ASKED)}
    return render(request, "reminders/message.html", context)


@require_POST
@login_required
def mark_all_read(request: StaffRequest) -> HttpResponse:
    """Mark everything as read."""
    read_all(request.user)
    return redirect("message-list")
