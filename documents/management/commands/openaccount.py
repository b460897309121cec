"""The first account of an installation, and any other without the browser. Called by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from documents.administration import open_account, save_setting
from organisation.models import Division, Post
from organisation.roles import Role


class Command(BaseCommand):
    help = "Open an account with a post and print its first password; the first system administrator is made like this"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("--role", choices=Role.values, default=Role.SYSADMIN.value)
        parser.add_argument("--division", default="410800000000", help="code of the place; its leading digits will do")

    def handle(self, *, username: str, name: str, role: str, division: str, **options: Any) -> str:
        place = Division.objects.filter(code=division.ljust(12, "0")).first()
        if place is None:
            raise CommandError(f"There is no division {division}. Run `manage.py seed` first, or correct the code.")
        try:
            with transaction.atomic():
                user, password = open_account(username, name, by=None, office=place.code)
                self._give_post(Post(user=user, role=role, division=place, valid_from=timezone.localdate()))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return f"user name {user.username}, first password {password} (to be changed at the first login)"

    def _give_post(self, post: Post) -> None:
        post.full_clean()
        save_setting(post, by=None)
