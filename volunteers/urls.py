"""Addresses of proxy parents, from the public page to the file. Codes only; those of pairings and contacts beside."""

from django.urls import path

from volunteers.views import counter, listing, public, recruiting, volunteers

urlpatterns = [
    path("apply/", public.apply, name="apply"),
    path("apply/received/", public.received, name="apply-received"),
    path("apply/status/", public.status, name="apply-status"),
    path("volunteers/", listing.volunteer_list, name="volunteer-list"),
    path("volunteers/find/", listing.find_in_list, name="volunteer-find"),
    path("volunteers/export/", listing.export, name="volunteer-export"),
    path("volunteers/new/", counter.new_volunteer, name="volunteer-new"),
    path("volunteers/notices/", recruiting.recruitment_list, name="recruitment-list"),
    path("volunteers/notices/new/", recruiting.new_recruitment, name="recruitment-new"),
    path("volunteers/notices/<uuid:code>/", recruiting.recruitment_page, name="recruitment-detail"),
    path("volunteers/notices/<uuid:code>/act/<slug:name>/", recruiting.act_page, name="recruitment-act"),
    path("volunteers/notices/<uuid:code>/act/<slug:name>/preview/", recruiting.preview, name="recruitment-preview"),
    path("volunteers/<uuid:code>/", volunteers.file_page, name="volunteer-detail"),
    path("volunteers/<uuid:code>/act/<slug:name>/", volunteers.act_page, name="volunteer-act"),
    path("volunteers/<uuid:code>/act/<slug:name>/preview/", volunteers.preview, name="volunteer-preview"),
    path("volunteers/<uuid:code>/reveal/", volunteers.reveal, name="volunteer-reveal"),
    path("volunteers/<uuid:code>/slip/", volunteers.password_slip, name="volunteer-slip"),
]
