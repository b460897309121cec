"""Pages that only the left-behind child's case has."""
