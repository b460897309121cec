"""Django's own pages, for the system administrator: accounts, posts and settings, and no business data.

Every change there is an event; nothing is deleted. The models belong to `organisation`, which knows no events. What
libraries have put there (sessions of work, tasks, e-mail addresses) is taken out: it is no configuration.
"""

from django.contrib import admin

from documents.admin.accounts import AccountAdmin
from documents.admin.settings import (
    CalendarAdmin,
    DelegationAdmin,
    DivisionAdmin,
    JobAdmin,
    OrganAdmin,
    PostAdmin,
    RecordedAdmin,
)
from organisation.backends import CONFIGURATION

for model in list(admin.site._registry):
    if model._meta.app_label not in CONFIGURATION:
        admin.site.unregister(model)

__all__ = [
    "AccountAdmin",
    "CalendarAdmin",
    "DelegationAdmin",
    "DivisionAdmin",
    "JobAdmin",
    "OrganAdmin",
    "PostAdmin",
    "RecordedAdmin",
]
