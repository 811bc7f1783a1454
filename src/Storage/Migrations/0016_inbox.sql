-- What people do with conversations. Columns of a turn; those with an index change seldom, or in steps, so that most turns still update in place.
alter table conversations
    add column labels        text[] not null default '{}',
    add column snoozed_until timestamptz,                -- status 2 without it: until the contact writes
    add column waiting_since timestamptz,                -- the first message of the contact that nobody has answered
    add column window_step   timestamptz generated always as (date_bin('15 minutes', window_closes_at, timestamptz '2000-01-01 00:00:00+00')) stored;
create index conversations_snoozed on conversations (snoozed_until) where snoozed_until is not null;
create index conversations_waiting on conversations (workspace_id, waiting_since, id) where waiting_since is not null;
create index conversations_window on conversations (workspace_id, window_step) where window_step is not null;
create index conversations_unassigned on conversations (workspace_id, listed_at desc)
    where owner <> 0 and assignee_id is null and listed_at is not null;
create index conversations_assignee on conversations (workspace_id, assignee_id, listed_at desc)
    where assignee_id is not null and listed_at is not null;
create index conversations_queue on conversations (workspace_id, queue, listed_at desc) where queue is not null and listed_at is not null;
create index conversations_asleep on conversations (workspace_id, listed_at desc) where status = 2 and listed_at is not null;
create index conversations_labels on conversations using gin (labels) where labels <> '{}';

-- Teams. The key is what flows name in a hand-off; it never changes, the title may.
create table queues (
    workspace_id text not null references workspaces on delete cascade,
    key          text not null,
    title        text not null,
    round_robin  boolean not null default false,        -- give what comes in to the present member who has waited longest for one
    created_at   timestamptz not null default now(),
    primary key (workspace_id, key)
);
create table queue_members (
    workspace_id text not null,
    queue        text not null,
    user_id      text not null,
    given_at     timestamptz not null default 'epoch',  -- when one was last given to this member
    primary key (workspace_id, queue, user_id),
    foreign key (workspace_id, queue) references queues on delete cascade
);

-- Who has the inbox open: written by the heartbeats of their pages, every 20 s at most.
create table presence (
    workspace_id text not null,
    user_id      text not null,
    seen_at      timestamptz not null,
    primary key (workspace_id, user_id)
) with (fillfactor = 70);

-- How the inbox behaves for all of a workspace.
create table inbox_settings (
    workspace_id text primary key references workspaces on delete cascade,
    show_typing  boolean not null default false         -- a contact sees that an agent types; Meta marks the messages as read then
);

-- What belongs to one person.
create table inbox_preferences (
    workspace_id text not null,
    user_id      text not null,
    preferences  json not null,
    primary key (workspace_id, user_id)
);
create table read_positions (
    workspace_id    text not null,
    user_id         text not null,
    conversation_id bigint not null,
    seq             bigint not null,
    at              timestamptz not null default now(),
    primary key (user_id, conversation_id)
) with (fillfactor = 70);
create table reply_drafts (
    workspace_id    text not null,
    user_id         text not null,
    conversation_id bigint not null,
    draft           json not null,
    updated_at      timestamptz not null default now(),
    primary key (user_id, conversation_id)
) with (fillfactor = 70);
create table saved_views (
    id           text primary key,
    workspace_id text not null,
    user_id      text not null,
    name         text not null,
    query        json not null,
    position     integer not null default 0,
    created_at   timestamptz not null default now()
);
create index saved_views_person on saved_views (workspace_id, user_id);

create table saved_replies (
    id           text primary key,
    workspace_id text not null references workspaces on delete cascade,
    shortcut     text not null,
    content      json not null,
    created_by   text not null,
    updated_at   timestamptz not null default now()
);
create unique index saved_replies_shortcut on saved_replies (workspace_id, lower(shortcut));

-- Replies that go out later. state: 0 waits, 1 was refused when its time came; what went out is a message and no row any more.
create table scheduled_replies (
    conversation_id bigint not null,
    client_id       uuid not null,
    workspace_id    text not null,
    person_id       text not null,
    person_name     text not null,
    content         json not null,
    reply_to        text,
    send_at         timestamptz not null,
    state           smallint not null default 0,
    refusal         text,
    lease_until     timestamptz,
    created_at      timestamptz not null default now(),
    primary key (conversation_id, client_id)
);
create index scheduled_replies_due on scheduled_replies (send_at) where state = 0;

-- Search. Words are folded (no accents, lower case) before they are stored. Messages are taken up after their commit, by whoever sweeps: a turn
-- writes nothing for it but the number of its transaction. What is older than every running transaction is complete, so the cursor passes once.
alter table messages add column written bigint not null default (pg_current_xact_id()::text::bigint);
create index messages_written on messages using brin (written) with (pages_per_range = 16);
create table message_words (
    conversation_id bigint not null,
    seq             bigint not null,
    words           tsvector not null,
    primary key (conversation_id, seq)
);
-- a long list of what is not sorted in yet would have to be read by every search
create index message_words_words on message_words using gin (words) with (gin_pending_list_limit = 512);
create table message_words_cursor (
    only_one boolean primary key default true check (only_one),
    written  bigint not null
);
insert into message_words_cursor (written) values (0);

-- The words of a message, and (with a w: before it) its workspace, so that a word that all use is looked for among its own.
create function message_words(workspace text, given text) returns tsvector language sql immutable parallel safe as $f$
    select array_to_tsvector(array_append(
        array(select distinct left(w, 100) from unnest(string_to_array(
            regexp_replace(fold(left(given, 4096)), '[\s[:punct:]]+', ' ', 'g'), ' ')) as u (w) where w <> ''),
        'w:' || workspace))
$f$;

-- What somebody typed into the search box: every word begins one of the message's. Null: nothing to look for.
create function message_query(workspace text, given text) returns tsquery language sql immutable parallel safe as $f$
    select (quote_literal('w:' || workspace) || ' & ' || string_agg('''' || left(w, 100) || ''':*', ' & '))::tsquery
    from unnest(string_to_array(regexp_replace(fold(given), '[\s[:punct:]]+', ' ', 'g'), ' ')) as u (w) where w <> ''
$f$;
