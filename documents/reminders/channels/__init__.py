"""The ways out of the house: e-mail, and a message service for SMS or WeCom, as far as this installation has them.

The one invariant: a channel counts as reaching somebody only when it is set up here and they have an address for it.
"""

from django.conf import settings

from documents.reminders.channels.failures import ChannelFailed
from documents.reminders.models import Delivery
from organisation.models import User

__all__ = ["ChannelFailed", "reaching"]


def reaching(user: User) -> list[str]:
    """The channels by which this user can be reached outside of the application."""
    found = []
    if settings.MESSAGES_BY_MAIL and user.mail:
        found.append(Delivery.Channel.MAIL.value)
    if settings.MESSAGE_URL and user.phone:
        found.append(Delivery.Channel.GATEWAY.value)
    return found
