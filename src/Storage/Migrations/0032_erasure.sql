-- An erasure holds up what arrives while it deletes: it finds all that hangs on a conversation or a contact by an index.
create index read_positions_conversation on read_positions (conversation_id);
create index reply_drafts_conversation on reply_drafts (conversation_id);
create index webhook_facts_conversation on webhook_facts (conversation_id);
create index reached_people_contact on reached_people (contact_id);

-- What came while it looked through all the texts that may name somebody.
create index quarantine_received on quarantine (received_at);
create index contact_audit_at on contact_audit (at);
