-- The list's order in steps of 15 s: a conversation that moves again within one changes no indexed column, so that its row is updated in place
-- (a heap-only tuple) instead of being entered into every index anew. It grows with last_at, so ordering by both is ordering by last_at.
alter table conversations
    add column listed_at timestamptz generated always as (date_bin('15 seconds', last_at, timestamptz '2000-01-01 00:00:00+00')) stored;
drop index conversations_list;
create index conversations_list on conversations (workspace_id, listed_at desc) where listed_at is not null;
