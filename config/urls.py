"""All addresses. Each app's own stand in its urls.py; what is not listed in a test of who may see what fails there."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("verify/<str:code>/", lambda request, code: None, name="verify"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
