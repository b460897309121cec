"""One contact, aid item or question, as a supervisor sees and judges it. How the acts work stands in `cases.acting`."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.reading import note_reading
from documents.attachments import opened
from documents.refusals import NotVisible, Refused
from documents.trail import record
from documents.transitions import offers
from documents.views.door import StaffRequest, pdf_response, refuse
from documents.views.scans import ENDINGS
from organisation.models import User
from organisation.rights import reads_masked, right_for
from volunteers.actions import ask_proxy
from volunteers.forms.contacts import AidConfirmForm, AskForm, ContactReviewForm, SettleForm
from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing
from volunteers.models.contacts import SUPERVISORS
from volunteers.supervision import name_children, supervised
from volunteers.views.supervision import for_supervisors

UNPROCESSABLE = 422
SHORTEST_REASON = 2


def _found(model: Any, field: str) -> Any:
    """Fetch one row in the user's charge by the code in its address. Those who read names masked read no words here."""

    def find(user: User, code: UUID) -> Any:
        if reads_masked(user):
            raise PermissionDenied
        return get_object_or_404(model.objects.visible_to(user).for_page(), **{field: code})

    return find


def _head(subject: Any, user: User) -> dict[str, Any]:
    """What stands above the page of a contact, an aid item or a question."""
    name_children([subject], user)
    return {"row": subject, "pairing": subject.pairing}


def _pages(model: Any, field: str, page: str, forms: dict[str, Any]) -> acting.ActPages:
    return acting.ActPages(
        find=_found(model, field),
        head=_head,
        head_template="supervision/_head.html",
        forms=lambda subject: forms,
        state_label=lambda subject, state: str(model.Status(state).label),
        page=f"{page}-detail",
        act_page=f"{page}-act",
        preview=f"{page}-preview",
    )


CONTACTS = _pages(Contact, "client_uuid", "contact", {"review": ContactReviewForm})
AID = _pages(AidItem, "client_uuid", "aid", {"confirm": AidConfirmForm})
FLAGS = _pages(FollowUpFlag, "code", "flag", {"settle": SettleForm})


def _detail(request: StaffRequest, pages: acting.ActPages, code: UUID, template: str) -> HttpResponse:
    """One of them on its page, with what this user may do about it. Opening it is reading in the child's file."""
    subject = pages.find(request.user, code)
    note_reading(subject.case, request.user)
    offered = [offer for offer in offers(subject, request.user) if _is_mine(offer, subject, request.user)]
    shown = {"offers": offered, "act_page": pages.act_page, "may_reveal": _may_reveal(subject, request.user)}
    return render(request, template, {**_head(subject, request.user), **shown})


def _is_mine(offer: Any, subject: Any, user: User) -> bool:
    roles = set(offer.declaration.step.actors_for(subject))
    return right_for(user, roles, subject.dossier.division_code) is not None


@require_GET
@never_cache
@login_required
def contact_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    """One contact with what was told, its aid items and questions; the private note stays hidden."""
    return _detail(request, CONTACTS, code, "supervision/contact.html")


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def contact_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Review a contact or make it void."""
    return acting.act(CONTACTS, request, code, name)


@require_POST
@login_required
def contact_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """The paper that such an act would issue."""
    return acting.preview(CONTACTS, request, code, name)


@require_POST
@never_cache
@login_required
def contact_note(request: StaffRequest, code: UUID) -> HttpResponse:
    """The private note of a contact, for its writer, and with a reason for the supervisors. Each look is an event."""
    own = Contact.objects.own_of(request.user).for_page().filter(client_uuid=code).first()
    contact = own or CONTACTS.find(request.user, code)
    if own is None and not _may_reveal(contact, request.user):
        raise PermissionDenied
    reason = " ".join(request.POST.get("reason", "").split())[:200]
    shown = {"label": _("Private note"), "url": request.path, "contact": contact, "own": own is not None}
    if own is None and len(reason) < SHORTEST_REASON:
        shown |= {"value": "****", "error": _("Say why you need to see it. Then it is shown.")}
        return render(request, _note_template(request), shown, status=UNPROCESSABLE)
    record(contact.dossier, "contact.reveal_note", by=request.user, subject=contact, reason=reason)
    return render(request, _note_template(request), {**shown, "revealed": contact.private_note})


def _may_reveal(subject: Any, user: User) -> bool:
    """The supervisors of the place; readers, approvers and the village are not among them."""
    return right_for(user, set(SUPERVISORS), subject.dossier.division_code) is not None


def _note_template(request: StaffRequest) -> str:
    return "components/masked.html" if getattr(request, "htmx", False) else "supervision/note.html"


@require_GET
@never_cache
@login_required
def aid_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    """One aid item with its receipt."""
    return _detail(request, AID, code, "supervision/aid.html")


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def aid_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Confirm an aid item or question it."""
    return acting.act(AID, request, code, name)


@require_POST
@login_required
def aid_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """The paper that such an act would issue."""
    return acting.preview(AID, request, code, name)


@require_GET
@login_required
def aid_receipt(request: StaffRequest, code: UUID) -> HttpResponse:
    """The receipt, for whoever judges the item and for the proxy parent who added it. Opening it is an event."""
    own = AidItem.objects.own_of(request.user).filter(client_uuid=code)
    seen = own if own.exists() else AidItem.objects.visible_to(request.user).filter(client_uuid=code)
    if not own.exists() and reads_masked(request.user):
        raise PermissionDenied
    item = get_object_or_404(seen.select_related("dossier", "receipt"), receipt__isnull=False)
    try:
        content = opened(item.receipt)
    except Refused as refused:
        return render(request, "documents/refused.html", {"sentences": refused.sentences}, status=UNPROCESSABLE)
    record(item.dossier, "attachment.read", by=request.user, subject=item.receipt)
    kind = item.receipt.content_type
    return pdf_response(content, f"receipt-{item.pk}.{ENDINGS[kind]}", content_type=kind)


@require_GET
@never_cache
@login_required
def flag_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    """One question with its answer."""
    return _detail(request, FLAGS, code, "supervision/flag.html")


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def flag_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Settle a question."""
    return acting.act(FLAGS, request, code, name)


@require_POST
@login_required
def flag_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """The paper that such an act would issue."""
    return acting.preview(FLAGS, request, code, name)


@require_http_methods(["GET", "POST"])
@never_cache
@for_supervisors
def ask(request: StaffRequest, code: UUID) -> HttpResponse:
    """Ask the proxy parent of a pairing; `?contact=` names the contact that the question is about."""
    pairing = get_object_or_404(supervised(request.user), code=code)
    contact = _asked_about(request, pairing)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"expected": pairing.dossier.version})
    name_children([pairing], request.user)
    shown = {"pairing": pairing, "contact": contact, "form": form, "open": pairing.flags.filter(status="open").first()}
    if request.method == "POST" and form.is_valid():
        try:
            ask_proxy(pairing, by=request.user, contact=contact, **_question(form))
        except NotVisible:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The question is with the proxy parent now."))
            return redirect("supervision")
    return render(request, "supervision/ask.html", shown, status=UNPROCESSABLE if form.errors else 200)


def _asked_about(request: StaffRequest, pairing: Pairing) -> Contact | None:
    try:
        return pairing.contacts.filter(client_uuid=UUID(request.GET.get("contact", ""))).first()
    except ValueError:
        return None


def _question(form: AskForm) -> dict[str, Any]:
    return {"question": form.cleaned_data["question"], "key": str(form.cleaned_data["key"])}
