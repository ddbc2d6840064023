-- Every answer as a link of one chain: what is changed afterwards, or taken out of the middle, no longer fits. No words are kept
-- here, so an answer may be erased and its link stays.
create table audit (
  n bigint primary key,
  answer_id text not null unique,
  sealed_at text not null,
  digest text not null,
  hash text not null
);

-- The chain's end, in its one row.
create table audit_head (
  one bigint primary key,
  n bigint not null,
  hash text not null
);
