-- Chats that are kept as tests of a flow.
create table flow_tests (
    workspace_id text not null,
    flow_id      text not null,
    id           text not null,
    name         text not null,
    test         json not null,
    created_by   text not null,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (workspace_id, flow_id, id),
    foreign key (workspace_id, flow_id) references flows on delete cascade
);

-- What starts the draft, and who saved it last; read out of the document at each save. Null: not saved since this column is there.
alter table flows
    add column triggers json,
    add column saved_by text;

-- Sessions by the day (UTC) they began, and by the day they ended. Folded out of the turn log with the other counts.
create table flow_days (
    workspace_id text not null,
    flow_id      text not null,
    day          date not null,
    started      bigint not null default 0,
    completed    bigint not null default 0,
    primary key (workspace_id, flow_id, day)
) with (fillfactor = 70);
