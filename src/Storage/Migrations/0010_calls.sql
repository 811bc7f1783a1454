-- HTTP calls that flows asked for and that are not over. state: 0 waiting, 1 claimed. A row comes with the turn that asks and leaves with the
-- inbox row that answers, each in one transaction.
create table calls (
    conversation_id bigint not null,
    call_id         text not null,
    workspace_id    text not null,
    channel_id      bigint not null,
    session_id      text not null,
    node_id         text not null,
    request         bytea not null,
    repeatable      boolean not null,                -- doing it twice does what doing it once does
    state           smallint not null default 0,
    attempt         integer not null default 0,
    claimed_at      timestamptz,
    not_before      timestamptz,
    created_at      timestamptz not null default now(),
    swept_at        timestamptz,
    primary key (conversation_id, call_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
create index calls_age on calls (created_at);
