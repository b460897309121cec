"""The proxy parent's own pages: my children, a child's card, logging a contact, my contacts, my hours, an answer.

Everything is fetched through the user's own running pairings. The pages work without scripts.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms import ActForm
from cases.registry.names import given_name
from documents.declarations import declared
from documents.drafts.saving import close_draft
from documents.refusals import NotVisible, Refused, Stale
from documents.transitions import perform
from documents.views.door import StaffRequest, refuse
from volunteers.actions import record_contact
from volunteers.forms.contacts import ContactForm, SettleForm
from volunteers.hours import served
from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing, Volunteer
from volunteers.reduced import ReducedChild, note_reading, own_child, own_children
from volunteers.telling import ask_certificate

UNPROCESSABLE, CONFLICT = 422, 409
ROWS_A_PAGE = 30


@require_GET
@never_cache
@login_required
def children(request: StaffRequest) -> HttpResponse:
    """My children. Whoever has one alone goes straight to logging a contact, unless they ask for the list."""
    found = own_children(request.user)
    if len(found) == 1 and "list" not in request.GET:
        return redirect("my-contact", code=found[0].code)
    return render(request, "my/children.html", {"children": found})


@require_GET
@never_cache
@login_required
def child(request: StaffRequest, code: UUID) -> HttpResponse:
    """A child's card in the reduced view. Opening it is an event."""
    pairing, reduced = _own_child(request, code)
    note_reading(pairing, request.user)
    latest = Contact.objects.own_of(request.user).filter(pairing=pairing)[:5]
    return render(request, "my/child.html", {"child": reduced, "report_url": report_url(pairing), "latest": latest})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def contact(request: StaffRequest, code: UUID) -> HttpResponse:
    """Log a contact with a child, or an attempt."""
    pairing, reduced = _own_child(request, code)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ContactForm(*sent, pairing=pairing)
    if request.method == "GET" or not form.is_valid():
        return _contact_page(request, reduced, form)
    uuid = form.cleaned_data["client_uuid"] or ContactForm().get_initial_for_field(form.fields["client_uuid"], "")
    try:
        logged = record_contact(pairing, by=request.user, client_uuid=uuid, **form.contact_data())
    except NotVisible:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _contact_page(request, reduced, form)
    return _after(request, logged, reduced)


def _contact_page(request: StaffRequest, reduced: ReducedChild, form: ContactForm) -> HttpResponse:
    shown = {"child": reduced, "form": form, "alone": len(own_children(request.user)) == 1}
    return render(request, "my/contact.html", shown, status=UNPROCESSABLE if form.is_bound else 200)


def _after(request: StaffRequest, logged: Contact, reduced: ReducedChild) -> HttpResponse:
    """Where a logged contact leads: to the report when something worries, else to the child's card."""
    close_draft(request.user, logged.client_uuid)
    if logged.worried:
        messages.success(request, _("Your contact is logged. Now tell what worries you."))
        return redirect(report_url(logged.pairing))
    if logged.made:
        messages.success(request, _("Your contact with %s is logged.") % reduced.given_name)
    else:
        messages.warning(
            request,
            _("Your attempt is logged. It does not count as a contact: please try again, at another time of day."),
        )
    return redirect("my-child", code=reduced.code)


def report_url(pairing: Pairing) -> str:
    """The form of the mandatory report with this child chosen."""
    return f"{reverse('report')}?case={pairing.dossier.code}"


@require_GET
@never_cache
@login_required
def contacts(request: StaffRequest) -> HttpResponse:
    """What I logged, with the supervisor's marks, words and thanks."""
    rows = Contact.objects.own_of(request.user).for_page().prefetch_related("aid_items")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.given_name = given_name(row.case.person.name)
    thanks = Contact.objects.own_of(request.user).written().filter(thanked=True).count()
    return render(request, "my/contacts.html", {"page": page, "thanks": thanks})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def void(request: StaffRequest, code: UUID) -> HttpResponse:
    """Take back a contact that was logged by mistake."""
    return _own_act(request, Contact, "void", code, back="my-contacts")


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def answer(request: StaffRequest, code: UUID) -> HttpResponse:
    """Answer the supervisor's question."""
    return _own_act(request, FollowUpFlag, "settle", code, back="my")


def _own_act(request: StaffRequest, model: Any, name: str, code: UUID, *, back: str) -> HttpResponse:
    """One act on something of the proxy parent's own, with its form; a refusal keeps what was typed."""
    field = "client_uuid" if model is Contact else "code"
    subject = get_object_or_404(model.objects.own_of(request.user).for_page(), **{field: code})
    kind = SettleForm if name == "settle" else ActForm
    sent = (request.POST,) if request.method == "POST" else ()
    form = kind(*sent, case=subject, declaration=declared(model)[name])
    shown = {
        "form": form,
        "subject": subject,
        "child_name": given_name(subject.case.person.name),
        "back": reverse(back),
    }
    if request.method == "GET" or not form.is_valid():
        return render(request, "my/act.html", shown, status=UNPROCESSABLE if form.is_bound else 200)
    data = {each: form.cleaned_data[each] for each in ("expected", "key")} | form.act_data()
    try:
        perform(subject, name, by=request.user, **data)
    except NotVisible:
        raise
    except Refused as refused:
        stale = isinstance(refused, Stale)
        if stale:
            subject.dossier.refresh_from_db()
            form.draw_again(subject.dossier.version)
        shown |= {"sentences": refused.sentences, "stale": stale}
        return render(request, "my/act.html", shown, status=CONFLICT if stale else UNPROCESSABLE)
    messages.success(request, _("“%s” is done.") % form.declaration.step.label)
    return redirect(back)


@require_GET
@never_cache
@login_required
def hours(request: StaffRequest) -> HttpResponse:
    """My hours since 1 January and in all, my vetting and training, and the certificate of service."""
    volunteer = _own_volunteer(request)
    today = timezone.localdate()
    years = served(volunteer, today.replace(year=2000), today)
    shown = {
        "volunteer": volunteer,
        "since": today.replace(month=1, day=1),
        "this_year": next((year for year in years if year.year == today.year), None),
        "minutes": sum(year.minutes for year in years),
        "contacts": sum(year.contacts for year in years),
        "years": years,
        "trainings": volunteer.trainings.all(),
        "aid_fen": AidItem.objects.counted().filter(pairing__volunteer=volunteer).total_fen(),
    }
    return render(request, "my/hours.html", shown)


@require_POST
@login_required
def certificate(request: StaffRequest) -> HttpResponse:
    """Ask the coordinator for the certificate of service, free of charge (志愿服务条例 art. 19)."""
    ask_certificate(_own_volunteer(request), by=request.user)
    messages.success(request, _("Your coordinator has been told. The certificate is free of charge."))
    return redirect("my-hours")


def _own_child(request: StaffRequest, code: UUID) -> tuple[Pairing, ReducedChild]:
    try:
        return own_child(request.user, code)
    except Pairing.DoesNotExist as missing:
        raise Http404 from missing


def _own_volunteer(request: StaffRequest) -> Volunteer:
    return get_object_or_404(Volunteer.objects.for_page(), user=request.user)
