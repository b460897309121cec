"""Letters of the study stipend: STP-01 to STP-07 and STP-16. Importing registers them."""

import cases.stipends.letters.notices  # noqa: F401 - registers STP-02 and STP-05 to STP-07
