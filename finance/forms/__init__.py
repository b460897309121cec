"""Forms of batches, funds and recoveries: text to domain values, never a permission."""
