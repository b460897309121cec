"""Short forms: verifying, deciding, ending."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import ActForm, WordsField

GROUNDS = [
    ("declined", _("the guardian declines the service")),
    ("died", _("the child has died")),
    ("not_eligible", _("the child was found not to be eligible")),
]


class VerifyForm(ActForm):
    """What the check at home and of the papers showed."""

    findings = WordsField(label=_("Findings of the verification"), max_length=500, rows=4)
    id_checked = forms.BooleanField(label=_("ID papers and household register were checked"), required=False)
    schooling_checked = forms.BooleanField(label=_("Schooling was checked with the school"), required=False)


class OpinionForm(ActForm):
    """The approver's opinion, printed on the form."""

    opinion = WordsField(
        label=_("Opinion"),
        max_length=500,
        help_text=_("It is printed on the approval form with your name and the date."),
    )


class TerminateForm(ActForm):
    """Why a case ends before its aims are met."""

    ground = forms.ChoiceField(label=_("Ground"), choices=GROUNDS, widget=forms.RadioSelect)
