"""What came of a batch: differences against the last one, payments that came back, the voucher, files of the bank.

Invariant: handing out a file of the bank is an event of the batch and never changes a byte of it.
"""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from cases.finding import reads_masked
from cases.registry.masking import mask_name
from documents.models import Document
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, pdf_response
from finance import figures, pages
from finance.bank import receiving, sending
from finance.differences import differences, summary
from finance.failures import failure_label, next_step
from finance.models import Approval, BankFile, BankReturn, Batch, FundEntry
from finance.parts import HANDLES_FILES
from finance.reissuing import returned_lines, with_new_accounts
from finance.returned_book import returned_tools
from organisation.models import Division
from organisation.rights import has_role

ROWS_A_PAGE = 100
ANY_FILE = "application/octet-stream"
ENDINGS = ("csv", "txt", "xlsx")
KINDS = ("new", "gone", "amount", "account")


@require_GET
@login_required
def figures_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """A piece of the batch page that takes longer: payments by sex, and how many differ from the last batch."""
    batch = pages.visible_batch(request.user, code)
    shown = {"batch": batch, "by_sex": figures.by_sex(batch), "changes": summary(batch)}
    return render(request, "finance/_figures.html", shown)


@require_GET
@login_required
def changes(request: StaffRequest, code: UUID) -> HttpResponse:
    """Line by line what differs from the last batch, and why; `?kind=` narrows it."""
    batch = pages.visible_batch(request.user, code)
    kind = request.GET.get("kind", "")
    found = list(differences(batch, kind=kind if kind in KINDS else None))  # type: ignore[arg-type]
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    towns = dict(Division.objects.filter(pk__in={each.town for each in page}).values_list("pk", "short_name"))
    masked = reads_masked(request.user)
    shown = {
        **pages.batch_head(batch, request.user),
        "page": page,
        "rows": [
            {
                "difference": each,
                "name": mask_name(each.name) if masked else each.name,
                "town": towns.get(each.town, ""),
                "delta": each.fen_after - each.fen_before,
            }
            for each in page
        ],
        "summary": summary(batch),
        "words": figures.in_words(batch.total_fen),
        "kind": kind,
    }
    return render(request, "finance/changes.html", shown)


@require_GET
@login_required
def returned(request: StaffRequest, code: UUID) -> HttpResponse:
    """Payments that came back, by reason and town, and what is to be done about each."""
    batch = pages.visible_batch(request.user, code)
    counted = figures.returned(batch)
    for each in counted["by_code"]:
        each |= {"words": failure_label(each["failure"]), "next": next_step(each["failure"])}
    lines = with_new_accounts(returned_lines(batch).select_related("division__parent", "case__dossier"))
    for line in lines:
        line.look, line.failure_words = pages.LINE_LOOKS.get(line.status, ""), failure_label(line.failure)  # type: ignore[attr-defined]
    shown = {
        **pages.batch_head(batch, request.user),
        **counted,
        "lines": lines,
        "total": (total := sum(line.fen for line in lines)),
        "words": figures.in_words(total),
        "opens_cases": pages.opens_cases(request.user),
        "masked": reads_masked(request.user),
        **returned_tools(batch, request.user),
    }
    return render(request, "finance/returned.html", shown)


@require_GET
@login_required
def voucher(request: StaffRequest, code: UUID) -> HttpResponse:
    """What the accountant books, with the number of papers that belong to it (附件张数), to be printed."""
    batch = pages.visible_batch(request.user, code)
    paid = list(FundEntry.objects.filter(batch=batch, kind=FundEntry.Kind.PAY).order_by("pk"))
    papers = _attached(batch)
    files = list(batch.files.defer("content"))
    fen = sum(entry.fen for entry in paid)
    shown = {
        **pages.batch_head(batch, request.user),
        "entries": paid,
        "fen": fen,
        "words": figures.in_words(fen),
        "papers": papers,
        "files": files,
        "attached": len(papers) + len(files),
        "booked_on": max((entry.booked_on for entry in paid), default=None),
        "signatures": pages.signatures(batch),
    }
    return render(request, "finance/voucher.html", shown)


def _attached(batch: Batch) -> list[Document]:
    """The papers of this round, the rolls of its towns first; slips and those of earlier rounds are none of them."""
    compiled = batch.approvals.filter(round=batch.round, step=Approval.Step.COMPILE).first()
    rolls = batch.rolls.filter(round=batch.round).values("dossier")
    since = {"event__at__gte": compiled.at} if compiled else {}
    of_rolls = Document.objects.filter(dossier__in=rolls, kind="STP-08", **since)
    of_batch = Document.objects.filter(dossier=batch.dossier_id, **since).exclude(kind="FLW-01")
    return [*of_rolls.order_by("pk"), *of_batch.order_by("pk")]


@require_POST
@login_required
def bank_file(request: StaffRequest, code: UUID, part: int) -> HttpResponse:
    """A file for the bank as it was written: the same bytes each time."""
    batch = _for_files(request, code)
    file = get_object_or_404(BankFile.objects.visible_to(request.user).filter(batch=batch), part=part)
    try:
        content = sending.hand_out(file, by=request.user)
    except Refused as refused:
        return _refused(request, refused)
    return pdf_response(content, file.name, attached=True, content_type=ANY_FILE)


@require_POST
@login_required
def bank_answer(request: StaffRequest, code: UUID, pk: int) -> HttpResponse:
    """An answer of the bank as it was uploaded, or with `remarks` the copy with a remark at each faulty row."""
    batch = _for_files(request, code)
    answer = get_object_or_404(BankReturn.objects.visible_to(request.user).filter(batch=batch), pk=pk)
    remarks = "remarks" in request.POST
    try:
        content = receiving.hand_out(answer, by=request.user, remarks=remarks)
    except Refused as refused:
        return _refused(request, refused)
    ending = answer.name.rpartition(".")[2].lower()
    ending = "xlsx" if remarks else ending if ending in ENDINGS else "txt"
    name = f"{batch.number}-{'remarks' if remarks else 'answer'}-{answer.pk}.{ending}"
    return pdf_response(content, name, attached=True, content_type=ANY_FILE)


def _refused(request: StaffRequest, refused: Refused) -> HttpResponse:
    return render(request, "documents/refused.html", {"sentences": refused.sentences}, status=UNPROCESSABLE)


def _for_files(request: StaffRequest, code: UUID) -> Batch:
    """The batch, for those who carry its files: names and whole account numbers stand in them."""
    batch = pages.visible_batch(request.user, code)
    if not has_role(request.user, *HANDLES_FILES):
        raise PermissionDenied
    return batch
