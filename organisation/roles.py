"""The roles people work in (domain report §2.0): permissions `organisation.<code>` held through dated posts."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a post lets its holder do. Guardian and applicant have no account: they come to the counter."""

    VILLAGE_CHILD_OFFICER = "village_child_officer", _("Village child officer")
    TOWN_INTAKE_CLERK = "town_intake_clerk", _("Town intake clerk")
    TOWN_CHILD_SUPERVISOR = "town_child_supervisor", _("Town child supervisor")
    TOWN_APPROVER = "town_approver", _("Town approver")
    COUNTY_CASEWORKER = "county_caseworker", _("County caseworker")
    COUNTY_REVIEWER = "county_reviewer", _("County reviewer")
    COUNTY_APPROVER = "county_approver", _("County approver")
    FINANCE_PREPARER = "finance_preparer", _("Finance preparer")
    FINANCE_REVIEWER = "finance_reviewer", _("Finance reviewer")
    VOLUNTEER_COORDINATOR = "volunteer_coordinator", _("Volunteer coordinator")
    PROXY_PARENT = "proxy_parent", _("Proxy parent")
    CHILD_PROTECTION_OFFICER = "child_protection_officer", _("Child protection officer")
    HEALTH_WORKER = "health_worker", _("Health worker")
    SCHOOL_CONTACT = "school_contact", _("School contact")
    MEDIATOR = "mediator", _("Mediator")
    CITY_SUPERVISOR = "city_supervisor", _("City supervisor")
    AUDITOR = "auditor", _("Auditor")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    SYSADMIN = "sysadmin", _("System administrator")


class Level(StrEnum):
    """The four levels of divisions and the two above them, from large to small."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


# Roles whose post opens the dossiers of its whole division. The others see what Access gives them, or nothing.
READS_DIVISION = frozenset(
    {
        Role.VILLAGE_CHILD_OFFICER,
        Role.TOWN_INTAKE_CLERK,
        Role.TOWN_CHILD_SUPERVISOR,
        Role.TOWN_APPROVER,
        Role.COUNTY_CASEWORKER,
        Role.COUNTY_REVIEWER,
        Role.COUNTY_APPROVER,
        Role.AUDITOR,
    }
)

# Who reads the file of a volunteer, where vetting and interviews stand; village officers and counters do not.
READS_VOLUNTEERS = frozenset(
    {
        Role.VOLUNTEER_COORDINATOR,
        Role.TOWN_CHILD_SUPERVISOR,
        Role.TOWN_APPROVER,
        Role.COUNTY_CASEWORKER,
        Role.COUNTY_REVIEWER,
        Role.COUNTY_APPROVER,
        Role.AUDITOR,
    }
)

# Who reads batches, rolls of towns, funds and recoveries; village officers and counters do not (domain report §2.4).
READS_MONEY = frozenset(
    {
        Role.TOWN_CHILD_SUPERVISOR,
        Role.TOWN_APPROVER,
        Role.COUNTY_CASEWORKER,
        Role.COUNTY_REVIEWER,
        Role.COUNTY_APPROVER,
        Role.FINANCE_PREPARER,
        Role.FINANCE_REVIEWER,
        Role.AUDITOR,
    }
)

# Who opens the locked file of an incident besides the one who reported it (domain report §2.17).
READS_INCIDENTS = frozenset({Role.CHILD_PROTECTION_OFFICER, Role.PRIVACY_OFFICER})

# Who sees of a child in their division only what a proxy parent may see, in order to find one (domain report §2.3).
READS_REDUCED = frozenset({Role.VOLUNTEER_COORDINATOR})

# Roles that must show a second factor whatever the setting for all staff says.
NEEDS_SECOND_FACTOR = frozenset({Role.FINANCE_PREPARER, Role.FINANCE_REVIEWER, Role.SYSADMIN, Role.PRIVACY_OFFICER})

# Three administrators that must be three accounts (domain report §2.0, separation of duties).
ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.PRIVACY_OFFICER, Role.AUDITOR})

# Roles that supervise: they read names with stars, reveal nothing and open no paper (domain report §2.0).
READS_MASKED = frozenset({Role.AUDITOR, Role.CITY_SUPERVISOR, Role.PRIVACY_OFFICER})

# Roles that one person may not hold at the same time (domain report §2.0, separation of duties). Who keeps the accounts
# or audits the cases must not be able to give themselves the cases.
SEPARATE_ACCOUNTS = (
    ADMINISTRATORS,
    frozenset({Role.FINANCE_PREPARER, Role.FINANCE_REVIEWER}),
    *(frozenset({keeper, role}) for keeper in (Role.SYSADMIN, Role.AUDITOR) for role in READS_DIVISION - {keeper}),
)

# At which level a post of a role is; roles that are not named can be at any.
ROLE_LEVELS = {
    Role.VILLAGE_CHILD_OFFICER: Level.VILLAGE,
    Role.TOWN_INTAKE_CLERK: Level.TOWN,
    Role.TOWN_CHILD_SUPERVISOR: Level.TOWN,
    Role.TOWN_APPROVER: Level.TOWN,
    Role.COUNTY_CASEWORKER: Level.COUNTY,
    Role.COUNTY_REVIEWER: Level.COUNTY,
    Role.COUNTY_APPROVER: Level.COUNTY,
    Role.FINANCE_PREPARER: Level.COUNTY,
    Role.FINANCE_REVIEWER: Level.COUNTY,
    Role.CHILD_PROTECTION_OFFICER: Level.COUNTY,
    Role.CITY_SUPERVISOR: Level.PREFECTURE,
}
