"""The papers of proxy parents and pairings, PXP-01 to PXP-21. Importing this registers them.

Chinese only. Each builder makes the frozen context of one paper from (subject, event, data): plain JSON values.
"""

import volunteers.letters.applying
import volunteers.letters.contacts
import volunteers.letters.judging
import volunteers.letters.pairing
import volunteers.letters.pairing_ending
import volunteers.letters.recruiting
import volunteers.letters.serving
import volunteers.letters.vetting  # noqa: F401 - each registers its papers
