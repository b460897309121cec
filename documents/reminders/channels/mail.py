"""E-mail through Django's mail backend. Plain text: one sentence and a link, nothing about anybody."""

import smtplib

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from documents.reminders.channels.failures import ChannelFailed


def send(address: str, *, id: str, subject: str, text: str, link: str) -> None:
    """Hand one mail over. The same id is the same mail for whoever receives it twice. Raises ChannelFailed."""
    foot = _("Sent by Tongxin Casework. Please do not answer this mail.")
    body = f"{text}\n\n{link}\n\n{foot}\n"
    headers = {"Message-ID": f"<{id}@tongxin>", "Auto-Submitted": "auto-generated"}
    try:
        taken = EmailMessage(subject, body, to=[address], headers=headers).send()
    except TimeoutError as error:
        raise ChannelFailed("timeout") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise ChannelFailed("rejected", final=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise ChannelFailed("unreachable") from error
    except ValueError as error:  # an address that cannot stand in a header
        raise ChannelFailed("rejected", final=True) from error
    if not taken:
        raise ChannelFailed("rejected")
