-- The account at Meta that a connection speaks for, and its message templates as we last heard of them.

alter table connections add column waba_id text;
alter table connections add column templates_synced_at timestamptz;
alter table connections add column templates_problem text;      -- why the last synchronising failed; null when it did not

create table templates (
    connection_id    text not null references connections on delete cascade,
    id               text not null,                 -- Meta's
    workspace_id     text not null,
    name             text not null,
    language         text not null,
    category         text not null,
    coming_category  text,                          -- what Meta will make of it within 24 hours
    status           text not null,
    reason           text,                          -- why it was rejected or paused, in Meta's words
    quality          text,
    parameter_format text,
    components       json not null default '[]',
    changed_at       timestamptz not null default now(),
    primary key (connection_id, id)
);
create index templates_list on templates (workspace_id, name, language, id);

-- What the self-check tells: what was seen of Meta, and what Meta said of us.
alter table connections add column handshake_at timestamptz;       -- Meta asked for the verify token, and it was right
alter table connections add column signed_at timestamptz;          -- the last webhook with a right signature
alter table connections add column badly_signed_at timestamptz;    -- the last one with a wrong signature
alter table connections add column token_refused_at timestamptz;   -- Meta refused the access token (190); null once it is replaced
alter table channels add column archived_at timestamptz;           -- no longer used; its conversations stay
