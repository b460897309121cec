"""What finance's due dates are called."""

from django.utils.translation import gettext_lazy as _

DUE_LABELS = {
    "review_roll": _("Review the roll of the town"),
    "review_rolls": _("All towns have reviewed their rolls"),
    "review_batch": _("Review the batch"),
    "approve_batch": _("Approve the batch"),
    "request_funds": _("Request the funds"),
    "send_batch": _("Release to the bank"),
    "bank_answer": _("Answer of the bank"),
    "close_batch": _("Close the batch"),
    "repayment": _("Repayment of the family"),
}
