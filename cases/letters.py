"""Papers that all kinds of cases share: the transition slip, the visit record and the import register.

Chinese only. Each function builds the frozen context of one paper from (subject, event, data).
"""

from typing import Any

from documents.declarations import declared
from documents.issuing import cn_date
from documents.letters import letter
from documents.models import Event
from documents.transitions import label_of

BASIS = "《中华人民共和国未成年人保护法》第四十三条，《国务院关于加强农村留守儿童关爱保护工作的意见》（国发〔2016〕13号）"


@letter("FLW-01", "个案流转单", word="个流", organ="town", basis=BASIS)
def transition_slip(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The slip for a step that has no paper of its own: what was done, from where to where, and why."""
    change = event.details.get("change", {}).get("status")
    states = {value: str(label) for value, label in type(subject)._meta.get_field("status").flatchoices}
    names = {name: str(each.step.label) for name, each in declared(type(subject)).items()}
    before, after = change or (subject.status, subject.status)
    return {
        "act": names.get(event.action.rpartition(".")[2], label_of(event.action)),
        "from": states.get(before, before),
        "to": states.get(after, after),
        "reason": data.get("reason", ""),
        "on": cn_date(event.at.date()),
    }
