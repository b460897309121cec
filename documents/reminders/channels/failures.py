"""Why a channel did not take a message, as a word that the list of deliveries explains."""

from django.utils.translation import gettext_lazy as _

from documents.declarations import Text

WORDS: dict[str, Text] = {
    "timeout": _("no answer in time"),
    "unreachable": _("could not be reached"),
    "redirect": _("answered with another address"),
    "status": _("answered with an error"),
    "garbage": _("answered something unexpected"),
    "rejected": _("refused the message"),
    "unknown": _("failed for an unknown reason"),
    "no_address": _("no address is known any more"),
}


class ChannelFailed(Exception):
    """The channel did not take the message. `final`: trying again cannot help."""

    def __init__(self, word: str, *, final: bool = False) -> None:
        super().__init__(word)
        self.word, self.final = word, final
