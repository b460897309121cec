"""Addresses of the pages of cases."""

from django.urls import path

from cases.views import (
    accounts,
    acts,
    detail,
    listing,
    outreach,
    recusals,
    reveals,
    searching,
    visit_lists,
    visit_plans,
    visit_recording,
    visits,
    worklist,
)

urlpatterns = [
    path("", worklist.home, name="worklist"),
    path("worklist/export/", worklist.export, name="worklist-export"),
    path("steps/<int:task_id>/claim/", worklist.claim_step, {"act": "claim"}, name="step-claim"),
    path("steps/<int:task_id>/release/", worklist.claim_step, {"act": "release"}, name="step-release"),
    path("search/", searching.search_page, name="search"),
    path("visits/", visit_lists.visit_list, name="visit-list"),
    path("visits/export/", visit_lists.export, name="visit-export"),
    path("visits/calendar/", visit_lists.month, name="visit-calendar"),
    path("visits/calendar/file/", visit_lists.calendar, name="visit-calendar-file"),
    path("visits/plans/", visit_plans.plans, name="visit-plans"),
    path("visits/plans/<slug:village>/<int:year>/<int:month>/", visit_plans.plan, name="visit-plan"),
    path(
        "visits/plans/<slug:village>/<int:year>/<int:month>/complete/", visit_plans.complete, name="visit-plan-complete"
    ),
    path("visits/rounds/", outreach.round_list, name="outreach-list"),
    path("visits/rounds/new/", outreach.round_new, name="outreach-new"),
    path("visits/rounds/<int:pk>/", outreach.round_page, name="outreach-detail"),
    path("cases/", listing.case_list, name="case-list"),
    path("cases/find/", listing.find_in_list, name="case-find"),
    path("cases/export/", listing.export, name="case-export"),
    path("cases/<uuid:code>/", detail.case_page, name="case-detail"),
    path("cases/<uuid:code>/act/<slug:name>/", acts.act_page, name="case-act"),
    path("cases/<uuid:code>/act/<slug:name>/preview/", acts.preview, name="case-preview"),
    path("cases/<uuid:code>/reveal/", reveals.reveal, name="case-reveal"),
    path("cases/<uuid:code>/visits/new/", visit_recording.record, name="visit-record"),
    path(
        "cases/<uuid:code>/visits/follow-up/",
        visit_recording.record_other,
        {"kind": "follow_up_visit"},
        name="visit-follow-up",
    ),
    path(
        "cases/<uuid:code>/visits/return/", visit_recording.record_other, {"kind": "return_visit"}, name="visit-return"
    ),
    path("cases/<uuid:code>/visits/<int:pk>/", visits.visit_page, name="visit-detail"),
    path("cases/<uuid:code>/visits/<int:pk>/review/", visits.review, name="visit-review"),
    path("cases/<uuid:code>/visits/<int:pk>/note/", visits.note, name="visit-note"),
    path("cases/<uuid:code>/visits/<int:pk>/<slug:name>/", visits.visit_act, name="visit-act"),
    path("cases/<uuid:code>/account/", accounts.case_account, name="case-account"),
    path("cases/accounts/<uuid:code>/", accounts.change_page, name="payee-change"),
    path("cases/accounts/<uuid:code>/act/<slug:name>/", accounts.act_page, name="payee-act"),
    path("cases/accounts/<uuid:code>/act/<slug:name>/preview/", accounts.preview, name="payee-preview"),
    path("cases/accounts/<uuid:code>/reveal/", accounts.reveal, name="payee-reveal"),
    path("cases/<uuid:code>/recusal/", recusals.recusal, name="case-recusal"),
    path("cases/<uuid:code>/flow/", worklist.flow_page, name="case-flow"),
    path("cases/<uuid:code>/flow.svg", worklist.flow_picture, name="case-flow-picture"),
]
