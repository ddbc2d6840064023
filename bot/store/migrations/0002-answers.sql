-- What was answered and on what it stood, and what people said of it.
create table answers (
  id text primary key,
  conversation_id text not null references conversations (id),
  seq bigint not null,
  answered_at text not null,
  outcome text not null,
  measure text,
  lang text not null,
  words text not null,
  payload text not null,
  law_digest text not null,
  calendar_digest text not null,
  index_digest text not null
);

create index answers_by_time on answers (answered_at);

create index answers_by_conversation on answers (conversation_id, seq);

create table feedback (
  answer_id text not null references answers (id),
  person_id text not null references persons (id),
  vote text not null,
  reason text,
  words text,
  voted_at text not null,
  primary key (answer_id, person_id)
);
