-- People, what they may do, and what they did. Of passwords, tokens and keys only hashes are kept.

create table users (
    id             text primary key,
    email          text not null,                    -- as typed
    email_key      text not null unique,             -- as compared: trimmed and in lower case
    name           text not null,
    password       text,                             -- null: nobody can sign in as this one by a password (the demo)
    totp           text,                             -- sealed; the second factor's secret
    totp_confirmed boolean not null default false,
    totp_step      bigint not null default 0,        -- the last time step that was used: a code works once
    created_at     timestamptz not null default now()
);

create table recovery_codes (
    user_id   text not null references users on delete cascade,
    code_hash bytea not null,
    primary key (user_id, code_hash)
);

-- role: 0 viewer, 1 agent, 2 admin, 3 owner
create table members (
    workspace_id text not null references workspaces on delete cascade,
    user_id      text not null references users on delete cascade,
    role         smallint not null check (role between 0 and 3),
    suspended_at timestamptz,
    created_at   timestamptz not null default now(),
    primary key (workspace_id, user_id)
);
create index members_user on members (user_id);

create table sign_ins (
    token_hash bytea primary key,
    user_id    text not null references users on delete cascade,
    created_at timestamptz not null default now(),
    seen_at    timestamptz not null default now(),
    expires_at timestamptz not null
);
create index sign_ins_user on sign_ins (user_id);
create index sign_ins_age on sign_ins (expires_at);

create table setup_links (
    token_hash bytea primary key,
    expires_at timestamptz not null
);

create table invitations (
    id           text primary key,
    workspace_id text not null references workspaces on delete cascade,
    email        text not null,
    email_key    text not null,
    role         smallint not null check (role between 0 and 3),
    token_hash   bytea not null unique,
    invited_by   text not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null,
    accepted_at  timestamptz,
    revoked_at   timestamptz
);
create index invitations_workspace on invitations (workspace_id, created_at desc);

-- How often it was tried within a window, for an account and for an address; both are hashed.
create table sign_in_tries (
    who        bytea primary key,
    tries      integer not null,
    window_end timestamptz not null
);
create index sign_in_tries_age on sign_in_tries (window_end);

create table api_keys (
    id           text primary key,
    workspace_id text not null references workspaces on delete cascade,
    name         text not null,
    key_hash     bytea not null unique,
    last4        text not null,
    scopes       text[] not null,
    per_minute   integer not null check (per_minute > 0),
    created_by   text not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
create unique index api_keys_name on api_keys (workspace_id, lower(name)) where revoked_at is null;

-- What was asked for with an Idempotency-Key, and what was answered; kept for a day. status is null while the first one runs.
create table idempotency_keys (
    workspace_id text not null,
    key          text not null,
    route        text not null,
    body_hash    bytea not null,
    status       smallint,
    content_type text,
    location     text,
    body         bytea,
    created_at   timestamptz not null default now(),
    primary key (workspace_id, key, route)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Who did what. Rows are only ever added.
create table audit (
    id           bigint generated always as identity primary key,
    workspace_id text,                                -- null: what concerns a person and no workspace
    at           timestamptz not null default now(),
    actor_id     text not null,
    actor_name   text not null,
    action       text not null,
    target       text,
    detail       json
);
create index audit_list on audit (workspace_id, id desc);

create function audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only ever added to';
end $$;
create trigger audit_stays before update or delete on audit for each row execute function audit_stays();
create trigger audit_stays_whole before truncate on audit for each statement execute function audit_stays();
