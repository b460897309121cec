"""Pages for posts, delegations, divisions, organs, the calendar and the recurring jobs."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import path

from documents.admin.places import DivisionSelect, FindDivision
from documents.administration import save_setting
from organisation.calendar import forget_calendar, missing_years, unpublished_words
from organisation.models import Delegation, Division, JobRun, Organ, Post, WorkCalendarDay


class RecordedAdmin(admin.ModelAdmin[Any]):
    """A page on which every change is an event. What has begun is not rewritten: see `settled`."""

    actions = None
    settled: ClassVar[tuple[str, ...]] = ()  # fields that keep the value they were entered with
    view_on_site = False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *(self.settled if obj else ()))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Divisions are chosen by typing, with their town and county beside the name."""
        if db_field.remote_field.model is Division and db_field.name in self.autocomplete_fields:
            kwargs["widget"] = DivisionSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: models.Model, form: "ModelForm[Any]", change: bool) -> None:
        save_setting(obj, by=request.user)  # type: ignore[arg-type]


@admin.register(Post)
class PostAdmin(RecordedAdmin):
    """Who works in which role and where. A post is ended by its last day; another one is entered anew."""

    list_display = ("user", "role", "division", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("user", "division")
    search_fields = ("user__name", "user__username", "division__name")
    autocomplete_fields = ("user", "division")
    settled = ("user", "role", "division", "valid_from")


@admin.register(Delegation)
class DelegationAdmin(RecordedAdmin):
    """Who stands in for whom, from when to when."""

    list_display = ("post", "to", "valid_from", "valid_to", "reason")
    list_select_related = ("post__user", "post__division", "to")
    autocomplete_fields = ("post", "to")
    settled = ("post", "to", "valid_from")


@admin.register(Division)
class DivisionAdmin(RecordedAdmin):
    """The divisions. Codes are those of the statistics and stay as they are."""

    list_display = ("code", "name", "level", "parent", "valid_from", "valid_to")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "short_name")
    autocomplete_fields = ("parent",)
    settled = ("code", "level")

    def get_urls(self) -> list[Any]:
        find = self.admin_site.admin_view(FindDivision.as_view(admin_site=self.admin_site))
        return [path("find/", find, name="organisation_division_find"), *super().get_urls()]


@admin.register(Organ)
class OrganAdmin(RecordedAdmin):
    """The offices that issue papers, under the names they have from one day to another."""

    list_display = ("name", "kind", "division", "valid_from", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("division",)
    search_fields = ("name", "division__code")
    autocomplete_fields = ("division",)
    settled = ("kind", "division", "valid_from")


@admin.register(WorkCalendarDay)
class CalendarAdmin(RecordedAdmin):
    """Days on which offices work or not, as the yearly notice says."""

    list_display = ("date", "working", "name")
    date_hierarchy = "date"
    settled = ("date",)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The days, under a warning for each year that is needed and not entered."""
        for year in missing_years():
            messages.warning(request, unpublished_words(year))
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: models.Model, form: "ModelForm[Any]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        forget_calendar()


@admin.register(JobRun)
class JobAdmin(RecordedAdmin):
    """When the recurring jobs ran. Only to look at."""

    list_display = ("name", "last_started", "last_finished", "next_due", "error")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
