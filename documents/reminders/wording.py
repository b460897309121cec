"""What messages say. One text for inside and outside: none names a child, a family or what somebody did.

The one invariant: what leaves the house holds counts and a link, never words that a person typed. Apps register the
texts of the messages they send when they are ready.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from documents.declarations import Text
from documents.models import DueDate
from documents.reminders.models import Message

DUE, ASKED = "due", "asked"
_texts: dict[str, Text] = {ASKED: gettext_lazy("Your supervisor reminds you of something that is due.")}


def name_messages(texts: Mapping[str, Text]) -> None:
    """Tell what messages with these keys say. Without personal data: the text also leaves the house."""
    _texts.update(texts)


def known(key: str) -> bool:
    """True for a key whose text somebody registered."""
    return key == DUE or key in _texts


def text_of(message: Message, dues: Sequence[DueDate] = ()) -> str:
    """The message in one sentence, in the reader's language. `dues` are the due dates of a digest."""
    return due_text(dues) if message.key == DUE else str(_texts.get(message.key, message.key))


def due_text(dues: Sequence[DueDate], today: dt.date | None = None) -> str:
    """How many things are due, and how many of them late."""
    day = today or timezone.localdate()
    late = sum(due.due_on < day for due in dues)
    due_words = ngettext("%(count)d thing is due.", "%(count)d things are due.", len(dues)) % {"count": len(dues)}
    if not late:
        return due_words
    late_words = ngettext("%(count)d of them is overdue.", "%(count)d of them are overdue.", late) % {"count": late}
    return _("%(first)s %(second)s") % {"first": due_words, "second": late_words}


def outside_text(message: Message, dues: Sequence[DueDate] = ()) -> tuple[str, str]:
    """Subject and text for a channel that leaves the house, in the office's language, without personal data."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Urgent: please look at Tongxin Casework") if message.urgent else _("From Tongxin Casework")
        return subject, text_of(message, dues)


def outside_link(message: Message) -> str:
    """The address that opens the message: it asks for the login and then leads to the exact form."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/messages/{message.code}/"
