"""What is asked in the interview and looked at in the home: for the forms in the reader's language, for the paper in
Chinese.

Invariant: codes are stored with the answers and never change their meaning. Read by forms and PXP-07.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from documents.declarations import Text


@dataclass(frozen=True)
class Question:
    """One question: its code, how the page asks it, and how the paper calls it. `choices` or words."""

    code: str
    label: Text
    paper: str
    yes_or_no: bool = False


INTERVIEW = (
    Question("motivation", _("Why the person wants to be a proxy parent"), "申请动机"),
    Question("upbringing", _("Ideas of upbringing: praise, rules, conflict, no corporal punishment"), "教育理念和方式"),
    Question("experience", _("Experience with children"), "与儿童相处的经验"),
    Question("time", _("Time and distance: how often the person can come"), "可投入的时间和路程"),
    Question("limits", _("Limits: what a proxy parent does not do and does not promise"), "对职责边界的认识"),
    Question("reporting", _("What the person would do if a child told of being hurt"), "发现侵害情形的处置和报告"),
    Question("family", _("What the family thinks of it"), "家庭成员的态度"),
)
HOME = (
    Question("clean", _("The home is clean and in good repair"), "住房整洁、无安全隐患", True),
    Question("water", _("Water, fire and electricity are safe"), "水、火、电使用安全", True),
    Question("dangers", _("Medicines, pesticides and tools are locked away"), "药品、农药、利器妥善存放", True),
    Question("place", _("There is a place to read and to play"), "有学习和活动的场所", True),
    Question(
        "open", _("Children would never be alone with one adult behind a closed door"), "不与儿童单独处于封闭空间", True
    ),
    Question("others", _("Everybody who lives there was met or is known"), "同住人员均已见面或者了解", True),
    Question("surroundings", _("Road, water and animals around"), "周边道路、水域、动物情况"),
)
QUESTIONS: dict[str, tuple[Question, ...]] = {"interview": INTERVIEW, "home": HOME}
