"""Letters of the study stipend: STP-01 to STP-07 and STP-16. Importing registers them."""
