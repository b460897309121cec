"""What one app's transition causes or forbids in another. `perform` runs these in its transaction, in this order.

CONSEQUENCES: action → functions (subject, event). BLOCKERS: action → functions (subject) that yield sentences.
"""

CONSEQUENCES: dict[str, list[str]] = {}
BLOCKERS: dict[str, list[str]] = {}
