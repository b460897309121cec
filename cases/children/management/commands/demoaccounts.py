"""Who can log in to the demo, for whoever tries it. Called by script/server and by hand; refuses outside a demo."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cases.children.demo import staff
from organisation.roles import NEEDS_SECOND_FACTOR


class Command(BaseCommand):
    help = "Print one account per role of the demo: user name, password, second-factor secret where it has one"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", action="store_true", help="print only the six digits that are valid now")

    def handle(self, *, code: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo installation. Set TONGXIN_DEMO=1 to try the demo.")
        if code:
            self.stdout.write(code_now())
            return
        with translation.override(settings.LANGUAGE_CODE):
            for role, user in staff.one_account_a_role():
                secret = f"  second factor {staff.SECRET}" if role in NEEDS_SECOND_FACTOR else ""
                self.stdout.write(
                    f"{role.value:<26}{user.username:<11}{staff.PASSWORD}{secret}  {role.label} {user.name}"
                )
        self.stdout.write("six digits of the second factor now: manage.py demoaccounts --code")


def code_now() -> str:
    """What an authenticator app with the demo's secret shows at this moment."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(staff.SECRET, counters[len(counters) // 2])))
