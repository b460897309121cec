"""Why a child of the roll was not paid, or not as last time: the codes that finance itself gives, and their words.

The one invariant: every code that compiling writes has words here or with the program's source. Called by pages,
letters and exports.
"""

from django.utils.translation import gettext_lazy as _

from cases.entitlements import reason_label
from documents.declarations import Text

REASONS: dict[str, Text] = {
    # of a month or of the whole child, on the roll
    "no_account": _("no account to pay to"),
    "shared_account": _("the account receives the money of too many children"),
    "no_rate": _("no rate is in force for this month"),
    "paid_already": _("paid already"),
    "in_other_batch": _("in another batch that is under way"),
    "other_program": _("another program that excludes this one has counted this month"),
    "waits_for_reissue": _("came back from the bank and waits for reissue"),
    "offset": _("what is owed back is not less than what is owed; carried to the next batch"),
    "counted_elsewhere": _("counted in another case of the same child"),
    "no_award": _("nothing was granted"),
    "given_up": _("came back from the bank and was ended by decision"),
    "no_months": _("no month of this term is open"),
    # against the last batch
    "first_payment": _("first payment"),
    "again": _("not in the last batch, paid before"),
    "not_enrolled": _("not on the roll any more"),
    "months": _("another number of months"),
    "adjustment": _("a correction is settled"),
    "rate": _("another rate"),
    "account": _("another account"),
}


def reason_words(code: str) -> str:
    """Words for a reason code of the roll or of a difference, in the reader's language."""
    return str(REASONS[code]) if code in REASONS else reason_label(code)
