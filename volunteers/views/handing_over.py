"""Handing over the work of somebody who is away or leaves: choose the worker, the rows, and who takes them."""

from typing import Any
from uuid import uuid4

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from documents.views.door import StaffRequest
from organisation.models import Post, User, in_force
from organisation.rights import scope
from organisation.roles import Role
from volunteers.handing_over import hand_over, pieces_of
from volunteers.models.contacts import SUPERVISORS
from volunteers.supervision import name_children
from volunteers.views.supervision import for_supervisors

UNPROCESSABLE = 422
HANDS = (Role.VILLAGE_CHILD_OFFICER, *SUPERVISORS, Role.TOWN_APPROVER, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER)


@require_http_methods(["GET", "POST"])
@never_cache
@for_supervisors
def page(request: StaffRequest) -> HttpResponse:
    """Rows of one worker with check boxes; after posting, what became of each."""
    people = _people(request.user)
    context: dict[str, Any] = {"people": people, "key": uuid4()}
    asked = request.POST.get("worker") or request.GET.get("worker", "")
    if not asked.isdecimal():
        return render(request, "supervision/hand_over.html", context)
    worker = get_object_or_404(_once_worked_for(request.user), pk=asked)
    pieces = pieces_of(worker, request.user)
    name_children(pieces, request.user)
    takers = [user for user in people if user.pk != worker.pk]
    context |= {"worker": worker, "pieces": pieces, "takers": takers, "key": request.POST.get("key") or uuid4()}
    if request.method == "GET":
        return render(request, "supervision/hand_over.html", context)
    return _move(request, worker, takers, context)


def _move(request: StaffRequest, worker: User, takers: list[User], context: dict[str, Any]) -> HttpResponse:
    chosen = [piece for piece in context["pieces"] if piece.id in request.POST.getlist("pick")]
    to = next((user for user in takers if str(user.pk) == request.POST.get("to", "")), None)
    if not chosen or to is None:
        context["error"] = _("Choose who takes the work, and at least one row.")
        return render(request, "supervision/hand_over.html", context, status=UNPROCESSABLE)
    results = hand_over(chosen, worker=worker, to=to, by=request.user, key=str(context["key"])[:36])
    done = sum(result.done for result in results)
    shown = {"results": results, "done": done, "back": f"{request.path}?worker={worker.pk}", "to": to}
    return render(request, "supervision/results.html", shown)


def _people(user: User) -> list[User]:
    """Everybody who works in the user's divisions today, by name, the user included."""
    posts = Post.objects.filter(in_force(timezone.localdate()), _in_scope(user), role__in=HANDS)
    return list(User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk"))


def _once_worked_for(user: User) -> Any:
    """Those who work or worked there: whoever has left still has rows to be handed over."""
    return User.objects.filter(pk__in=Post.objects.filter(_in_scope(user), role__in=HANDS).values("user"))


def _in_scope(user: User) -> Q:
    return scope(user, frozenset(SUPERVISORS), field="division__code")
