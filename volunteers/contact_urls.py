"""Addresses of the proxy parent's own pages and of the supervisors' pages. Included by volunteers.urls."""

from django.urls import path

from volunteers.views import contacts, handing_over, own, supervision

urlpatterns = [
    path("my/", own.children, name="my"),
    path("my/contacts/", own.contacts, name="my-contacts"),
    path("my/contacts/<uuid:code>/void/", own.void, name="my-contact-void"),
    path("my/questions/<uuid:code>/", own.answer, name="my-answer"),
    path("my/hours/", own.hours, name="my-hours"),
    path("my/hours/certificate/", own.certificate, name="my-certificate"),
    path("my/<uuid:code>/", own.child, name="my-child"),
    path("my/<uuid:code>/contact/", own.contact, name="my-contact"),
    path("volunteers/contacts/<uuid:code>/", contacts.contact_detail, name="contact-detail"),
    path("volunteers/contacts/<uuid:code>/note/", contacts.contact_note, name="contact-note"),
    path("volunteers/contacts/<uuid:code>/<slug:name>/", contacts.contact_act, name="contact-act"),
    path("volunteers/contacts/<uuid:code>/<slug:name>/preview/", contacts.contact_preview, name="contact-preview"),
    path("volunteers/aid/<uuid:code>/", contacts.aid_detail, name="aid-detail"),
    path("volunteers/aid/<uuid:code>/receipt/", contacts.aid_receipt, name="aid-receipt"),
    path("volunteers/aid/<uuid:code>/<slug:name>/", contacts.aid_act, name="aid-act"),
    path("volunteers/aid/<uuid:code>/<slug:name>/preview/", contacts.aid_preview, name="aid-preview"),
    path("volunteers/questions/<uuid:code>/", contacts.flag_detail, name="flag-detail"),
    path("volunteers/questions/<uuid:code>/<slug:name>/", contacts.flag_act, name="flag-act"),
    path("volunteers/questions/<uuid:code>/<slug:name>/preview/", contacts.flag_preview, name="flag-preview"),
    path("volunteers/supervision/", supervision.overview, name="supervision"),
    path("volunteers/supervision/export/", supervision.export, name="supervision-export"),
    path("volunteers/supervision/review/", supervision.review, name="supervision-review"),
    path("volunteers/supervision/remind/<int:pk>/", supervision.send_reminder, name="supervision-remind"),
    path("volunteers/supervision/load/", supervision.load, name="supervision-load"),
    path("volunteers/supervision/month/", supervision.digest, name="digest"),
    path("volunteers/supervision/hand-over/", handing_over.page, name="hand-over"),
    path("volunteers/pairings/<uuid:code>/ask/", contacts.ask, name="flag-ask"),
]
