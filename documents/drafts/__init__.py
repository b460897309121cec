"""What was typed and not yet sent: drafts on the server, and the outbox of the phone that delivers once."""
