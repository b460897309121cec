"""Permissions from posts: `user.has_perm("organisation.town_approver")` asks the posts in force today, nothing else."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from organisation.encryption import blind_index
from organisation.models import User
from organisation.rights import rights_of
from organisation.roles import Role

# Django's own pages (admin) for the system administrator: configuration, no business data.
CONFIGURATION = {
    "organisation": {"division", "organ", "post", "user", "delegation", "workcalendarday", "jobrun"},
    "programs": {"program", "programversion", "duerule", "evidencerule"},
    "reminders": {"reminderrung"},
    "volunteers": {"neighbourtown"},
    "finance": {"bankadapter"},
}


def user_name_of(login: str) -> str:
    """The user name of the one active user with that telephone, or `login` itself. Two with one need user names."""
    if not login.strip() or User.objects.filter(username=login).exists():
        return login
    by_phone = User.objects.filter(phone_index=blind_index(login.strip(), purpose="phone"), is_active=True)
    matches = list(by_phone.values_list("username", flat=True)[:2])
    return matches[0] if len(matches) == 1 else login


class PostBackend(ModelBackend):
    """Login by user name or phone; permissions from posts. Groups and user permissions are unused."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        return super().authenticate(request, username=user_name_of(username or ""), password=password, **kwargs)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        roles = {right.role for right in rights_of(user_obj)}
        held = {f"organisation.{role}" for role in roles}
        if held:
            held.add("viewflow.view_process")
        if Role.SYSADMIN in roles:
            for app, models in CONFIGURATION.items():
                held |= {f"{app}.{act}_{model}" for model in models for act in ("view", "add", "change")}
        return held

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return user_obj.is_active and perm in self.get_all_permissions(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
