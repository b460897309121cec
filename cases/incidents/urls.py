"""Addresses of reports of danger. Codes only: nothing that tells whom a report is about."""

from django.urls import path

from cases.incidents.views import officers, reporting

urlpatterns = [
    path("report/", reporting.report, name="report"),
    path("reports/", reporting.own_reports, name="report-list"),
    path("reports/<uuid:code>/", reporting.own_report_page, name="report-detail"),
    path("reports/<uuid:code>/<slug:name>/", reporting.own_act, name="report-act"),
    path("incidents/", officers.incident_list, name="incident-list"),
    path("incidents/<uuid:code>/", officers.incident_page, name="incident-detail"),
    path("incidents/<uuid:code>/act/<slug:name>/", officers.act_page, name="incident-act"),
    path("incidents/<uuid:code>/act/<slug:name>/preview/", officers.preview, name="incident-preview"),
    path("incidents/<uuid:code>/reporter/", officers.reporter, name="incident-reporter"),
]
