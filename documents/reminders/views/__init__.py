"""Pages of the reminders: messages for everybody, deliveries and the call list for those who supervise."""
