"""Letters of finance: STP-08 to STP-15 and STP-17 to STP-20. Importing registers them."""
