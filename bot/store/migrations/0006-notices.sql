-- What each reminder is reckoned from, what people wish of reminders, when to look next, and what was told when.
alter table reminders add column recurs text;

alter table reminders add column is_planned bigint not null default 0;

alter table reminders add column moved text;

alter table reminders add column basis text;

-- One row a person who is to be reminded: claimed when its time has come.
create table agendas (
  person_id text primary key references persons (id),
  version bigint not null,
  settings text not null,
  standing text not null,
  look_at text,
  leased_by text,
  leased_until text
);

create index agendas_due on agendas (look_at) where look_at is not null;

insert into agendas (person_id, version, settings, standing, look_at)
  select distinct owner_id, 0, '{}', '', '1970-01-01T00:00:00.000Z' from projects where status = 'active';

-- A notice is told once: its id is the same however often it is planned. Null as message: another one stood for it.
create table notices (
  person_id text not null references persons (id),
  id text not null,
  kind text not null,
  project_id text,
  message_id text,
  told_at text not null,
  primary key (person_id, id)
);

create index notices_by_project on notices (project_id);

-- What was said of notices, to whom, and whether it is known to have arrived.
create table notice_messages (
  id text primary key,
  owner_id text not null references persons (id),
  person_id text not null,
  about text not null,
  summary text not null,
  conversation_id text,
  seq bigint,
  tried text not null,
  state text not null,
  said_at text not null,
  check_at text
);

create index notice_messages_waiting on notice_messages (check_at) where check_at is not null;

create index notice_messages_lost on notice_messages (owner_id) where state = 'undelivered';

create index notice_messages_by_person on notice_messages (person_id, said_at);

-- Where a person was heard last, alone with the assistant, on each channel: reminders go there.
create table reaches (
  person_id text not null references persons (id),
  channel text not null,
  conversation_id text not null references conversations (id),
  heard_at text not null,
  primary key (person_id, channel)
);
