"""Forms of the exchange with the bank: the release, an answer as a file, a bank's format. Called by pages and admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import ActForm, WordsField
from documents.declarations import Text
from finance.bank.checking import problems_of
from finance.bank.format import read_spec
from finance.bank.reading import MOST_BYTES
from finance.bank.receiving import Answer
from finance.models import BankAdapter

LINES_SHOWN = 20


class ReleaseForm(ActForm):
    """The release to the bank. Whoever releases types the number of payments: nobody releases unread."""

    foresees_deadlines = False  # the bank's period is agreed with the release

    opinion = WordsField(label=gettext_lazy("Opinion"), rows=2, max_length=300, required=False)
    count = forms.IntegerField(
        label=gettext_lazy("Number of payments"),
        min_value=0,
        help_text=gettext_lazy("Copy it from the approval form: it must be the number in the batch."),
    )

    @property
    def obstacles(self) -> list[tuple[str, str]]:
        """Payments that the bank cannot be given, by number, and why: what the page shows before the button."""
        return [(each.line.number, " ".join(each.sentences)) for each in problems_of(self.subject)[:LINES_SHOWN]]

    def clean_count(self) -> int:
        """The number as it stands on the batch. Raises ValidationError for another one."""
        count: int = self.cleaned_data["count"]
        if count != self.subject.line_count:
            raise ValidationError(_("The batch has another number of payments. Compare it with the approval form."))
        return count

    def act_data(self) -> dict[str, Any]:
        """The opinion alone: the number was for the eye."""
        return {"opinion": self.cleaned_data["opinion"]}


class AnswerForm(ActForm):
    """The bank's answer as it was downloaded."""

    answer = forms.FileField(
        label=gettext_lazy("Answer of the bank"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "The file as the bank gave it: do not open and save it in a spreadsheet programme before. "
            "It is taken in whole or not at all."
        ),
    )
    last = forms.BooleanField(
        label=gettext_lazy("This is the bank's last answer for this batch"),
        required=False,
        help_text=gettext_lazy("Payments that it does not name are then unknown. They are not paid a second time."),
    )
    note: Text = gettext_lazy("The same file is never read twice.")

    def clean_answer(self) -> UploadedFile:
        """The file, if it can be one. Raises ValidationError for one that is too large."""
        file: UploadedFile = self.cleaned_data["answer"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 20 MB. No answer of a bank is: choose the right file."))
        return file

    def act_data(self) -> dict[str, Any]:
        """The file as what `receive` takes."""
        file = self.cleaned_data["answer"]
        return {"answer": Answer(file.name or "", file.read(), self.cleaned_data["last"])}


class AdapterForm(forms.ModelForm[BankAdapter]):
    """A bank's format as data, with a sentence for everything that is wrong in it."""

    class Meta:
        model = BankAdapter
        fields = ["code", "name", "spec", "active"]

    def clean_spec(self) -> Any:
        """The data, read once as the files will be. Raises ValidationError."""
        spec = self.cleaned_data["spec"]
        read_spec(spec)
        return spec
