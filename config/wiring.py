"""What one app's transition causes or forbids in another. `perform` runs these in its transaction, in this order.

CONSEQUENCES: action → functions (subject, event). BLOCKERS: action → functions (attempt) that yield sentences.
"""

INTAKE_STEPS = ("verify", "refuse", "assess", "open", "monitor", "send_back", "start_service")
MOVES_THE_FLOW = ("register", *INTAKE_STEPS, "take_back", "reassess", "terminate")

CONSEQUENCES: dict[str, list[str]] = {
    f"case.{name}": ["cases.children.flows.follow"] for name in MOVES_THE_FLOW
}
BLOCKERS: dict[str, list[str]] = {
    f"case.{name}": ["cases.flows.claimed_by_someone_else"] for name in INTAKE_STEPS
} | {"case.take_back": ["cases.flows.next_person_has_claimed"]}
