"""Addresses of matching and of pairings. Codes only: of the child's file, the volunteer's file, the pairing."""

from django.urls import path

from volunteers.views import matching, pairings

urlpatterns = [
    path("volunteers/matching/", matching.waiting_children, name="matching"),
    path("volunteers/matching/<uuid:code>/", matching.candidates, name="matching-child"),
    path("volunteers/matching/<uuid:code>/<uuid:volunteer>/", matching.propose, name="matching-propose"),
    path("volunteers/pairings/", pairings.pairing_list, name="pairing-list"),
    path("volunteers/pairings/export/", pairings.export, name="pairing-export"),
    path("volunteers/pairings/of/<uuid:code>/<slug:due>/", pairings.pairing_of_child, name="pairing-of-child"),
    path("volunteers/pairings/<uuid:code>/", pairings.pairing_page, name="pairing-detail"),
    path("volunteers/pairings/<uuid:code>/act/<slug:name>/", pairings.act_page, name="pairing-act"),
    path("volunteers/pairings/<uuid:code>/act/<slug:name>/preview/", pairings.preview, name="pairing-preview"),
]
