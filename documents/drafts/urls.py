"""Addresses of the phone. Codes only. The shell is open; everything with data answers in JSON to its user."""

from django.urls import path

from documents.drafts.views import drafts, outbox, session, shell

urlpatterns = [
    path("", shell.shell, name="phone"),
    path("sw.js", shell.service_worker, name="phone-worker"),
    path("manifest.webmanifest", shell.manifest, name="phone-manifest"),
    path("login/", session.login, name="phone-login"),
    path("forgotten/", session.forgotten, name="phone-forgotten"),
    path("session/", session.session, name="phone-session"),
    path("data/", session.data, name="phone-data"),
    path("key/", session.key, name="phone-key"),
    path("key/<uuid:device>/", session.key_again, name="phone-key-again"),
    path("drafts/", drafts.drafts, name="phone-drafts"),
    path("drafts/<uuid:uuid>/", drafts.draft, name="phone-draft"),
    path("outbox/", outbox.outbox, name="phone-outbox"),
    path("outbox/<uuid:uuid>/photo/<int:number>/", outbox.photo, name="phone-photo"),
]
