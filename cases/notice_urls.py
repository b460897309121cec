"""Addresses of what applications share: their checklist, public notices, objections. Codes only."""

from django.urls import path

from cases.views import evidence, notices, public_notices

urlpatterns = [
    path("cases/<uuid:code>/evidence/", evidence.checklist, name="case-evidence"),
    path("notices/", public_notices.notices, name="notices"),
    path("notices/<uuid:code>/", public_notices.notice, name="notice"),
    path("publicity/", notices.notice_list, name="notice-list"),
    path("publicity/<uuid:code>/", notices.notice_page, name="notice-office"),
    path("publicity/<uuid:code>/act/<slug:name>/", notices.notice_act, name="notice-act"),
    path("publicity/<uuid:code>/act/<slug:name>/preview/", notices.notice_preview, name="notice-preview"),
    path("publicity/<uuid:code>/objections/new/", notices.new_objection, name="objection-new"),
    path("objections/<uuid:code>/", notices.objection_page, name="objection-detail"),
    path("objections/<uuid:code>/act/<slug:name>/", notices.objection_act, name="objection-act"),
    path("objections/<uuid:code>/act/<slug:name>/preview/", notices.objection_preview, name="objection-preview"),
]
