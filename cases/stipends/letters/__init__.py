"""Letters of the study stipend: STP-01 to STP-07 and STP-16. Importing registers them."""

import cases.stipends.letters.decisions
import cases.stipends.letters.lists
import cases.stipends.letters.notices  # noqa: F401 - all three register their letters
