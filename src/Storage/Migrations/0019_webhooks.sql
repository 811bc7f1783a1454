-- Outgoing webhooks: programs elsewhere are told what happens here. state: 0 on, 1 switched off by a person, 2 switched off because it failed for
-- long, 3 because its receiver answered that it is gone for good.
create table webhooks (
    id              text primary key,
    workspace_id    text not null references workspaces on delete cascade,
    url             text not null,
    description     text not null,
    kinds           text[] not null,
    secret          text not null,                   -- sealed
    previous_secret text,                            -- sealed; signs beside the new one until previous_until
    previous_until  timestamptz,
    state           smallint not null default 0,
    from_written    bigint not null,                 -- the transaction that switched it on: what is older is not told
    failing_since   timestamptz,                     -- since the last delivery that was taken
    created_by      text not null,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now()
);
create index webhooks_workspace on webhooks (workspace_id, created_at);

-- Messages and turns are read from their own tables by the number of their transaction, as the search and the counts do. What leaves no row of its own
-- (each step of a status or of a broadcast) is noted here, where a webhook wants it, and goes when it is taken up.
create table webhook_facts (
    id              bigint generated always as identity,
    written         bigint not null default (pg_current_xact_id()::text::bigint),
    workspace_id    text not null,
    conversation_id bigint,
    seq             bigint,                          -- the conversation's, which the change took
    message_seq     bigint,
    status          smallint,                        -- of the message, or of the broadcast
    error           json,
    broadcast_id    bigint,
    reason          text,
    at              timestamptz not null default now(),
    primary key (written, id)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

create function webhook_broadcast() returns trigger language plpgsql as $$
begin
    insert into webhook_facts (workspace_id, broadcast_id, status, reason)
    select new.workspace_id, new.id, new.state, new.reason
    where exists (select 1 from webhooks w where w.workspace_id = new.workspace_id and w.state = 0 and 'broadcast.changed' = any(w.kinds));
    return null;
end $$;
create trigger webhook_broadcast after update of state on broadcasts for each row
    when (old.state is distinct from new.state) execute function webhook_broadcast();

-- How far messages and turns have been taken up.
create table webhook_cursor (
    only_one boolean primary key default true check (only_one),
    written  bigint not null
);
insert into webhook_cursor (written) values (0);

-- Who had a conversation and how it stood when that was told last.
create table webhook_conversations (
    conversation_id bigint primary key,
    told            json not null
) with (fillfactor = 70);

-- What happened, as it is sent. The lane is the conversation, or a broadcast with its sign turned: events of a lane go in order.
create table webhook_events (
    id           bigint generated always as identity primary key,
    workspace_id text not null,
    event_id     text not null,
    kind         text not null,
    lane         bigint not null,
    body         text not null,
    created_at   timestamptz not null default now()
);
create unique index webhook_events_once on webhook_events (event_id, workspace_id);
create index webhook_events_lane on webhook_events (lane);

-- An event for one webhook. state: 0 waiting, 1 delivered, 2 given up.
create table webhook_deliveries (
    event      bigint not null,
    webhook_id text not null,
    lane       bigint not null,
    state      smallint not null default 0,
    attempts   integer not null default 0,           -- since it was made or replayed
    tries      json not null default '[]',           -- the last ones, the newest first
    tried_at   timestamptz,
    created_at timestamptz not null default now(),
    primary key (event, webhook_id)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
create index webhook_deliveries_log on webhook_deliveries (webhook_id, event desc);
create index webhook_deliveries_waiting on webhook_deliveries (webhook_id, lane, event) where state = 0;
create index webhook_deliveries_failed on webhook_deliveries (webhook_id, event desc) where state = 2;

-- A lane of a webhook in which something waits. Taking it moves due_at to the end of the claim, and claim by one; whoever comes back later than that
-- finds another claim. Whoever puts something into a lane holds its row first.
create table webhook_lanes (
    webhook_id    text not null,
    lane          bigint not null,
    due_at        timestamptz not null default now(),
    claim         bigint not null default 0,
    claimed_until timestamptz,
    primary key (webhook_id, lane)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
create index webhook_lanes_due on webhook_lanes (webhook_id, due_at);

-- The end of the table, where what is new stands, would be read whole until a vacuum comes by.
alter index messages_written set (autosummarize = on);
