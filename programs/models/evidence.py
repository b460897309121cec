"""Which evidence an application must bring (材料清单), by version of its program."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.programs import ProgramVersion


class EvidenceRule(models.Model):
    """One line of the checklist. What the office can obtain itself is never asked for (domain report §2.0)."""

    version = models.ForeignKey(ProgramVersion, models.PROTECT, related_name="evidence_rules")
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=80, help_text=_("in Chinese, as printed on the notice"))
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    where_obtained = models.CharField(_("where it is obtained"), max_length=80, blank=True)
    required = models.BooleanField(_("required"), default=True)
    obtainable_by_office = models.BooleanField(_("the office obtains it"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["version", "position", "pk"]
        verbose_name = _("evidence rule")
        verbose_name_plural = _("evidence rules")
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="evidence_rule_once")]

    def __str__(self) -> str:
        return self.name
