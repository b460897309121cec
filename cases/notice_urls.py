"""Addresses of what applications share: their checklist, public notices, objections. Codes only."""

from django.urls import path

from cases.views import evidence

urlpatterns = [
    path("cases/<uuid:code>/evidence/", evidence.checklist, name="case-evidence"),
]
