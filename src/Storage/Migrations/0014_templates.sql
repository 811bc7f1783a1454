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
