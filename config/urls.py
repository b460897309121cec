"""All addresses. Each app's own stand in its urls.py; what is not listed in a test of who may see what fails there."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from config.components import components
from config.health import health

admin.site.index_title = _("Settings")
# One door: lockout and second factor hold for the admin too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("cases.urls")),
    path("", include("cases.children.urls")),
    path("", include("cases.children.import_urls")),
    path("", include("volunteers.contact_urls")),
    path("", include("cases.incidents.urls")),
    path("", include("cases.notice_urls")),
    path("", include("cases.stipends.urls")),
    path("", include("finance.urls")),
    path("", include("volunteers.urls")),
    path("", include("volunteers.pairing_urls")),
    path("", include("documents.urls")),
    path("phone/", include("documents.drafts.urls")),
    path("messages/", include("documents.reminders.urls")),
    path("accounts/", include("organisation.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("health", health, name="health"),
]

if settings.DEBUG:
    urlpatterns.append(path("_components/", components, name="components"))
