-- What people did with a broadcast, its variants, and when it may reach whom.

alter table broadcasts
    add column plan        json,                         -- quiet hours
    add column variants    json,                         -- what is sent to which share; null: the content to all
    add column hold_out    integer not null default 0,   -- percent of the audience that get nothing, to compare with
    add column goal_node   text,                         -- the node of the flow that counts as reaching the goal
    add column local_at    timestamp,                    -- the wall clock at which each contact gets it; null: all at once
    add column sequence_id bigint;                       -- a step of a sequence: not in the list of broadcasts
create index broadcasts_sequence on broadcasts (sequence_id) where sequence_id is not null;

-- Nothing of this is in an index: every step of a recipient stays an update in place.
alter table broadcast_recipients
    add column clicked_at timestamptz,
    add column goal_at    timestamptz,
    add column due_at     timestamptz;                   -- not before; null: at once

-- The newest broadcast that a conversation was handed: without one no message of the contact can answer any.
alter table conversations
    add column broadcast_id bigint,
    add column broadcast_at timestamptz;

-- Meta's messaging limit: unique people outside an open window per rolling 24 hours, of all numbers of a connection together. Null: not known, or none.
alter table connections add column daily_people integer check (daily_people > 0);

-- Who counts against it: put down before the message is handed over, so that two broadcasts never take the same place.
create table reached_people (
    connection_id text not null,
    contact_id    bigint not null,
    at            timestamptz not null default now(),
    primary key (connection_id, contact_id)
);
create index reached_people_at on reached_people (connection_id, at);
