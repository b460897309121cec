"""What finance's due dates are called, and how its sentences write an amount."""

from django.utils.translation import gettext_lazy as _

# States of rules beside those of the batch.
RULE_STATES = {
    "roll": _("roll handed out to the town"),
    "disputed": _("roll questioned by the town"),
    "account_changed": _("another account proposed"),
    "recovery": _("recovery proposed"),
    "rate": _("rate proposed"),
}
DUE_LABELS = {
    "review_roll": _("Review the roll of the town"),
    "answer_roll": _("Look at what a town questions"),
    "review_rolls": _("All towns have reviewed their rolls"),
    "review_batch": _("Review the batch"),
    "approve_batch": _("Approve the batch"),
    "request_funds": _("Request the funds"),
    "send_batch": _("Release to the bank"),
    "bank_answer": _("Answer of the bank"),
    "reconcile_batch": _("Reconcile the answer of the bank"),
    "close_batch": _("Close the batch"),
    "decide_recovery": _("Decide a proposed recovery"),
    "repayment": _("Repayment of the family"),
    "decide_rate": _("Decide a proposed rate"),
}

BANK_ACTIONS = {
    "bankfile.download": _("Took a file for the bank"),
    "bankreturn.download": _("Took an answer of the bank"),
    "bankreturn.refuse": _("Refused an answer of the bank"),
    "batch.read": _("Read the batch"),
    "townroll.read": _("Read the roll of the town"),
    "batch.answer_overdue": _("Answers of the bank are overdue"),
    "returned.copy": _("Took the workbook of corrected accounts with remarks"),
    "returned.print": _("Printed the list of returned payments"),
    "townroll.slips": _("Printed slips of receipt"),
}


def yuan_words(fen: int) -> str:
    """Fen as 400,050.00 for a sentence that says yuan itself; pages use the filter `yuan`."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
