-- Which silo tries a send, as address:port@generation of orleans.cluster_member. Once it is dead nobody waits for it.
alter table outbox add column claimed_by text;
