"""Forms of pledge, photo, appointment, refusal and certificate."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.forms import ActForm, DayField, WordsField
from documents.forms import SCANS
from organisation.models import User
from volunteers import accounts
from volunteers.writes import NOT_FIT

PHOTOS = ".jpg,.jpeg,.png,image/jpeg,image/png"
GROUNDS = [
    ("vetting", _("the record check")),
    ("interview", _("the interview or the referees")),
    ("home", _("the home")),
    ("training", _("the training")),
    ("withdrawn", _("the applicant has withdrawn")),
    ("other", _("something else")),
]


class PledgeForm(ActForm):
    """The signed papers, and that the person is the one of the ID card."""

    signed_on = DayField(label=_("Signed on"))
    scan = forms.FileField(
        label=_("Scan of the signed papers"),
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
        help_text=_("Application, pledge and authorisation in one file: PDF, JPEG or PNG."),
    )
    id_checked = forms.BooleanField(
        label=_("Person, ID number and ID card agree"), help_text=_("The applicant was there with the ID card.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = timezone.localdate()


class PhotoForm(ActForm):
    """The photo for the work card."""

    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.ClearableFileInput(attrs={"accept": PHOTOS}),
        help_text=_(
            "JPEG or PNG, head and shoulders. It is cut to the format of an ID photo and kept in this file only."
        ),
    )


class AppointForm(ActForm):
    """Which account the proxy parent gets. Nothing to choose when none of that name or telephone exists."""

    account = forms.ChoiceField(label=_("Account for the phone"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = User.objects.filter(accounts.may_be_of(self.subject)).order_by("name", "username")
        known = [(str(user.pk), gettext("link %(name)s (%(user)s)") % {"name": user.name, "user": user.username})
                 for user in found.distinct()]  # fmt: skip
        new = [] if self.subject.user_id else [("new", _("open a new one"))]
        self.fields["account"].choices = [*known, *new]  # type: ignore[attr-defined]
        self.fields["account"].initial = str(self.subject.user_id or "new")
        if known:
            self.fields["account"].help_text = _("A cadre keeps the account they have. Link it only if it is theirs.")
        elif not self.subject.user_id:
            self.fields["account"].widget = forms.HiddenInput()

    def act_data(self) -> dict[str, Any]:
        """`user`: the number of the account, or nothing for a new one."""
        data = super().act_data()
        account = data.pop("account")
        return {**data, "user": None if account == "new" else int(account)}


class RejectForm(ActForm):
    """Ground and reason. When the ground is the record check, nobody writes more."""

    foresees_deadlines = False
    ground = forms.ChoiceField(label=pgettext_lazy("refusal", "Ground"), choices=GROUNDS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = WordsField(
            label=_("Reason"),
            max_length=500,
            required=False,
            validators=[MinLengthValidator(2)],
            help_text=_(
                "It is printed on the notice. Leave it empty when the record check is the ground: the notice then says "
                "only that the conditions are not met."
            ),
        )

    def clean(self) -> dict[str, Any]:
        """The fixed words for the record check and for who withdrew; else the reason is asked for."""
        data = super().clean() or {}
        ground = data.get("ground")
        if ground == "vetting":
            if data.get("reason"):
                self.add_error("reason", _("Nothing is written when the record check is the ground. Empty this field."))
            data["reason"] = NOT_FIT
        elif ground == "withdrawn":
            data["reason"] = data.get("reason") or "申请人撤回申请"
        elif ground and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: the reason is printed on the notice."))
        return data


class CertifyForm(ActForm):
    """From when to when the service is certified."""

    since = DayField(label=_("From"))
    until = DayField(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = self.subject.appointed_on
        self.fields["until"].initial = timezone.localdate()
