"""Addresses of the pages of cases."""

from django.urls import path

from cases.views import worklist

urlpatterns = [
    path("", worklist.home, name="worklist"),
    path("steps/<int:task_id>/claim/", worklist.claim_step, {"act": "claim"}, name="step-claim"),
    path("steps/<int:task_id>/release/", worklist.claim_step, {"act": "release"}, name="step-release"),
    path("cases/<uuid:code>/flow.svg", worklist.flow_picture, name="case-flow"),
]
