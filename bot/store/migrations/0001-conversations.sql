-- Persons, where they are reached, their conversations, what came in and what was said.
-- Runs on SQLite and PostgreSQL alike; never edited once released: a change is a new file.
create table persons (
  id text primary key,
  measure text,
  lang text,
  created_at text not null
);

create table addresses (
  channel text not null,
  address_key text not null,
  person_id text not null references persons (id),
  primary key (channel, address_key)
);

create index addresses_by_person on addresses (person_id);

create table conversations (
  id text primary key,
  channel text not null,
  person_id text not null references persons (id),
  version bigint not null,
  last_seq bigint not null,
  state text not null,
  created_at text not null
);

create index conversations_by_person on conversations (person_id, channel, created_at);

create table inbox (
  channel text not null,
  message_id text not null,
  conversation_id text not null references conversations (id),
  person_id text not null references persons (id),
  seq bigint not null,
  payload text not null,
  attempts bigint not null,
  received_at text not null,
  done_at text,
  primary key (channel, message_id)
);

create index inbox_unfinished on inbox (conversation_id, seq) where done_at is null;

create table activities (
  conversation_id text not null references conversations (id),
  seq bigint not null,
  author text not null,
  payload text not null,
  created_at text not null,
  primary key (conversation_id, seq)
);
