-- What tells a person's sessions apart: where each began. Sessions from before know neither.
alter table sign_ins
    add column id      bigint generated always as identity,
    add column device  text,                          -- the browser, as it names itself
    add column address text;
