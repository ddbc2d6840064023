-- Keys that all instances share, where no setting gives them.
create table shared_keys (
  name text primary key,
  key_text text not null
);
