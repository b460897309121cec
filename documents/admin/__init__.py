"""Django's own pages, for the system administrator: accounts, posts and settings, and no business data.

Every change there is an event; nothing is deleted. The models belong to `organisation`, which knows no events.
"""

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
