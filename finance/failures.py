"""Why a bank returns a payment (退票), in words, and what the county does next for each reason.

The one invariant: the codes are those to which every bank format maps its own (finance.bank.format). Read by lists and
the page of returned payments.
"""

from django.utils.translation import gettext_lazy as _

from documents.declarations import Text

FAILURES: dict[str, tuple[Text, Text]] = {
    "name_mismatch": (
        _("name and account differ"),
        _("Compare the holder's name with the bank card. Enter a name for the bank or another account, with proof."),
    ),
    "account_closed": (
        _("account closed"),
        _("Ask the family for another account in the child's or the carer's name, with proof."),
    ),
    "frozen": (
        _("account frozen"),
        _("Ask the family to have it released at the bank, or for another account, with proof."),
    ),
    "inactive": (
        _("account not active"),
        _("Ask the family to have the card activated at the bank. Then the same account can be paid again."),
    ),
    "bad_account": (
        _("no such account"),
        _("Compare the number with the bank card and enter the right one, with proof."),
    ),
    "limit": (
        _("limit of the account exceeded"),
        _("Ask the family to have the limit lifted at the bank. Then the same account can be paid again."),
    ),
    "other": (_("another reason"), _("Ask the bank, then decide on the account.")),
}


def failure_label(code: str) -> str:
    """Why a payment came back, in the reader's language; else the code itself."""
    return str(FAILURES[code][0]) if code in FAILURES else code


def next_step(code: str) -> str:
    """What the county does next about such a payment."""
    return str(FAILURES.get(code, FAILURES["other"])[1])
