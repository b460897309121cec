"""The drafts app. It knows no domain: apps above register what can be written on the phone (kinds.py)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    name = "documents.drafts"
    label = "drafts"
    verbose_name = _("Drafts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the acts and messages of this app for their readers."""
        from documents.drafts.expiry import TEXTS
        from documents.reminders.wording import name_messages
        from documents.transitions import name_actions

        name_messages(TEXTS)
        name_actions({"phone.data": _("Took children's data on the phone")})
