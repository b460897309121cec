"""Addresses of the pages of cases."""

from django.urls import path

from cases.views import acts, detail, listing, recusals, reveals, searching, visits, worklist

urlpatterns = [
    path("", worklist.home, name="worklist"),
    path("worklist/export/", worklist.export, name="worklist-export"),
    path("steps/<int:task_id>/claim/", worklist.claim_step, {"act": "claim"}, name="step-claim"),
    path("steps/<int:task_id>/release/", worklist.claim_step, {"act": "release"}, name="step-release"),
    path("search/", searching.search_page, name="search"),
    path("visits/", visits.visit_list, name="visit-list"),
    path("visits/export/", visits.export, name="visit-export"),
    path("cases/", listing.case_list, name="case-list"),
    path("cases/find/", listing.find_in_list, name="case-find"),
    path("cases/export/", listing.export, name="case-export"),
    path("cases/<uuid:code>/", detail.case_page, name="case-detail"),
    path("cases/<uuid:code>/act/<slug:name>/", acts.act_page, name="case-act"),
    path("cases/<uuid:code>/act/<slug:name>/preview/", acts.preview, name="case-preview"),
    path("cases/<uuid:code>/reveal/", reveals.reveal, name="case-reveal"),
    path("cases/<uuid:code>/visits/new/", visits.record, name="visit-record"),
    path("cases/<uuid:code>/visits/<int:pk>/review/", visits.review, name="visit-review"),
    path("cases/<uuid:code>/recusal/", recusals.recusal, name="case-recusal"),
    path("cases/<uuid:code>/flow/", worklist.flow_page, name="case-flow"),
    path("cases/<uuid:code>/flow.svg", worklist.flow_picture, name="case-flow-picture"),
]
