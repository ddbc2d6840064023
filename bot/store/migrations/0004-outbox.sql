-- Replies on their way to a platform: one row each, settled once it was taken or given up.
create table outbox (
  conversation_id text not null references conversations (id),
  seq bigint not null,
  channel text not null,
  person_id text not null references persons (id),
  unasked bigint not null,
  parts_sent bigint not null,
  attempts bigint not null,
  due_at text not null,
  leased_by text,
  leased_until text,
  code text,
  platform_id text,
  created_at text not null,
  sent_at text,
  dead_at text,
  told_at text,
  primary key (conversation_id, seq)
);

create index outbox_waiting on outbox (channel, due_at) where sent_at is null and dead_at is null;

create index outbox_order on outbox (conversation_id, seq) where sent_at is null and dead_at is null;

create index outbox_dead on outbox (person_id, told_at) where dead_at is not null;

-- By what a conversation can be written to unasked, when its person was last heard, and how far a client that fetches has come.
alter table conversations add column reference text;

alter table conversations add column heard_at text;

alter table conversations add column fetched_seq bigint not null default 0;

-- How many replies could not be brought and were not told of yet.
alter table persons add column undelivered bigint not null default 0;
