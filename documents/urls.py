"""Addresses of papers. Codes only: no number, no name, nothing that tells whom a paper is about."""

from django.urls import path

from documents.views import corrections, lists, papers, printing, scans, verify

urlpatterns = [
    path("verify/", verify.verify_form, name="verify-form"),
    path("verify/<str:code>/", verify.verify, name="verify"),
    path("papers/", lists.document_list, name="document-list"),
    path("papers/export/", lists.document_export, name="document-export"),
    path("papers/print/", printing.print_jobs, name="print-jobs"),
    path("papers/print/new/", printing.print_job_new, name="print-job-new"),
    path("papers/print/<uuid:code>/", printing.print_job, name="print-job"),
    path("papers/print/<uuid:code>/pdf/", printing.print_job_pdf, name="print-job-pdf"),
    path("papers/print/<uuid:code>/printed/", printing.print_job_printed, name="print-job-printed"),
    path("papers/<uuid:code>/", papers.document_detail, name="document-detail"),
    path("papers/<uuid:code>/pdf/", papers.document_pdf, name="document-pdf"),
    path("papers/<uuid:code>/download/", papers.document_download, name="document-download"),
    path("papers/<uuid:code>/retry/", lists.document_retry, name="document-retry"),
    path("papers/<uuid:code>/attach/", scans.document_attach, name="document-attach"),
    path("papers/<uuid:code>/serve/", papers.document_serve, name="document-serve"),
    path("papers/<uuid:code>/correct/", corrections.document_reissue, name="document-reissue"),
    path("dossiers/<uuid:code>/attach/", scans.attachment_add, name="attachment-add"),
    path("dossiers/<uuid:code>/file/", papers.case_file, name="case-file"),
    path("attachments/<uuid:code>/", scans.attachment_file, name="attachment-file"),
]
