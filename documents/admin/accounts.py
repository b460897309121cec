"""Pages for accounts: open one, change it, give a new first password. First passwords are shown once, on a slip."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import administration
from documents.admin.settings import RecordedAdmin
from organisation.models import Post, User


class AccountForm(forms.ModelForm[User]):
    """User name, name, telephone and e-mail. The last two are encrypted columns, for which Django makes no fields."""

    phone = forms.CharField(label=gettext_lazy("telephone"), required=False, max_length=20)
    mail = forms.EmailField(
        label=gettext_lazy("e-mail"), required=False, max_length=100, help_text=gettext_lazy("For reminders.")
    )

    class Meta:
        model = User
        fields = ("username", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].initial, self.fields["mail"].initial = self.instance.phone, self.instance.mail

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.phone, self.instance.mail = (self.cleaned_data.get(name, "") for name in ("phone", "mail"))


class ResetForm(forms.Form):
    """Whether the telephone with the second factor is lost too."""

    second_factor_too = forms.BooleanField(
        label=gettext_lazy("also remove the second factor (lost or new telephone)"), required=False
    )


@admin.register(User)
class AccountAdmin(RecordedAdmin):
    """Who has an account."""

    form = AccountForm
    fields = ("username", "name", "phone", "mail", "is_active", "posts_held", "last_login")
    readonly_fields = ("posts_held", "last_login")
    list_display = ("username", "name", "is_active", "posts_held", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    ordering = ("username",)

    @admin.display(description=gettext_lazy("posts"))
    def posts_held(self, user: User) -> str:
        """The posts in force today."""
        posts = Post.objects.filter(user=user).select_related("division__parent")
        today = timezone.localdate()
        held = [post for post in posts if post.valid_from <= today and (not post.valid_to or post.valid_to >= today)]
        return format_html_join("、", "{}", ((post,) for post in held)) or "–"

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Without the telephone among the model's fields: the form brings its own."""
        kwargs["fields"] = ("username", "name", "is_active")
        return super().get_form(request, obj, change, **kwargs)

    def get_urls(self) -> list[Any]:
        reset = self.admin_site.admin_view(self.reset_view)
        return [path("<int:pk>/reset/", reset, name="organisation_user_reset"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Open an account and show its slip. Nothing is redirected, because the password is kept nowhere."""
        form = AccountForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                user, password = administration.open_account(**form.cleaned_data, by=request.user)  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return self._slip(request, user, password)
        return self._page(request, "admin/account_form.html", form=form, title=_("Open an account"))

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then give a new first password and show its slip."""
        user = get_object_or_404(User, pk=pk)
        form = ResetForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                password = administration.reset_password(user, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return self._slip(request, user, password)
        title = _("New first password for %s") % user
        return self._page(request, "admin/account_form.html", form=form, title=title)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        administration.save_account(obj, by=request.user)  # type: ignore[arg-type]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(request.path)

    def _slip(self, request: HttpRequest, user: User, password: str) -> HttpResponse:
        login = request.build_absolute_uri(reverse("account_login"))
        return self._page(
            request, "admin/account_slip.html", account=user, password=password, login=login, title=_("First password")
        )

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        response = TemplateResponse(request, template, whole)
        response["Cache-Control"] = "no-store"
        return response
