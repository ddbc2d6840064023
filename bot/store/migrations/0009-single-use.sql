-- What may be used once and was: links that open a page. Kept until it would have ended by itself.
create table single_use (
  id text primary key,
  ends_at text not null
);

create index single_use_ends on single_use (ends_at);
