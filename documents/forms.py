"""The forms of papers: verification code, scan, service, correction, print job. They check words, never permissions."""

import re
import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models.papers import VERIFY_ALPHABET
from documents.serving import Method
from documents.typed_texts import TypedText
from documents.widgets import Day

SCANS = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


def tidy_code(text: str) -> str:
    """A verification code as it is stored, however it was typed: blanks, dashes, small or full-width letters."""
    return re.sub(r"[\s\-—–_.·]", "", unicodedata.normalize("NFKC", text)).upper()


class VerifyForm(forms.Form):
    """The code printed beside the QR code."""

    code = forms.CharField(
        label=gettext_lazy("Verification code"),
        max_length=60,
        help_text=gettext_lazy("The 16 characters beside the QR code of the paper. Blanks do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = tidy_code(self.cleaned_data["code"])
        if len(code) != 16 or set(code) - set(VERIFY_ALPHABET):
            raise forms.ValidationError(
                _("A code has 16 letters and digits, without 0, 1, I and O. Please compare it with the paper.")
            )
        return code


class CompareForm(forms.Form):
    """The PDF somebody holds, or its hash."""

    file = forms.FileField(label=gettext_lazy("The PDF you hold"), required=False)
    hash = forms.CharField(
        label=gettext_lazy("Or its SHA-256"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_hash(self) -> str:
        text = re.sub(r"\s", "", self.cleaned_data["hash"]).lower()
        if text and not re.fullmatch(r"[0-9a-f]{64}", text):
            raise forms.ValidationError(_("A SHA-256 has 64 characters from 0 to 9 and a to f. Please copy it again."))
        return text

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.cleaned_data.get("file") and not self.cleaned_data.get("hash"):
            raise forms.ValidationError(_("Choose the PDF or paste its SHA-256."))
        return self.cleaned_data


class KeyedForm(forms.Form):
    """A form whose second sending is the same act."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AttachForm(forms.Form):
    """A scan for a dossier, or a paper that came back signed."""

    file = forms.FileField(
        label=gettext_lazy("Scan or photo"),
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 20 MB. Place and camera data of photos are removed."),
        widget=forms.FileInput(attrs={"accept": SCANS}),
        max_length=200,
    )
    title = forms.CharField(
        label=gettext_lazy("What it is"), max_length=80, help_text=gettext_lazy("Such as “Care agreement, signed”.")
    )
    signed_by = forms.CharField(
        label=gettext_lazy("Signed by"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Who signed on the paper. Leave empty when it is not a signed paper."),
    )
    signed_on = forms.DateField(label=gettext_lazy("Date of the signature"), required=False, widget=Day)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        if bool(self.cleaned_data.get("signed_by")) != bool(self.cleaned_data.get("signed_on")):
            missing = "signed_on" if self.cleaned_data.get("signed_by") else "signed_by"
            if missing not in self.errors:
                self.add_error(missing, _("Give both who signed and the date of the signature, or neither."))
        return self.cleaned_data


class ServeForm(KeyedForm):
    """The receipt of a paper (送达回执)."""

    on = forms.DateField(label=gettext_lazy("Date of service"), widget=Day, initial=timezone.localdate)
    method = forms.ChoiceField(label=gettext_lazy("Way of service"), choices=Method.choices, widget=forms.RadioSelect)
    receiver = forms.CharField(
        label=gettext_lazy("Receiver"),
        max_length=60,
        help_text=gettext_lazy("Who signed the receipt, and in whose place."),
    )
    proof = forms.CharField(
        label=gettext_lazy("Proof"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Number of the letter, names of witnesses, address of the public notice."),
    )


class ReissueForm(KeyedForm):
    """The reason and the texts of a paper that is corrected. `texts` are those that may be mended."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=200,
        help_text=gettext_lazy("What was wrong. It stays in the file."),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, texts: Sequence[tuple[str, TypedText]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {f"text-{place}": text for place, (_label, text) in enumerate(texts)}
        for place, (label, text) in enumerate(texts):
            widget = forms.Textarea(attrs={"rows": 3}) if len(text.text) > 20 else forms.TextInput()
            self.fields[f"text-{place}"] = forms.CharField(
                label=label, initial=text.text, max_length=500, widget=widget
            )
        self.order_fields([*self.texts, "reason"])

    def corrections(self) -> dict[str, str]:
        """Path → new text, for the texts that were changed."""
        typed = {text.path: (text.text, self.cleaned_data[name]) for name, text in self.texts.items()}
        return {path: new for path, (old, new) in typed.items() if new != old}


class PrintForm(KeyedForm):
    """Which papers go into a print job."""

    place = forms.ChoiceField(label=gettext_lazy("Village, community or town"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of paper"), widget=forms.CheckboxSelectMultiple, required=False
    )
    since = forms.DateField(label=gettext_lazy("Issued from"), required=False, widget=Day)
    until = forms.DateField(label=gettext_lazy("Issued until"), required=False, widget=Day)
    only_new = forms.BooleanField(label=gettext_lazy("Only papers not printed yet"), required=False, initial=True)
    duplex = forms.BooleanField(
        label=gettext_lazy("Printed on both sides"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Every paper then begins on a new sheet."),
    )

    def __init__(self, *args: Any, places: list[Any], kinds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kinds"].help_text = _("None chosen means all.")

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first. Exchange the two days."))
        return self.cleaned_data
