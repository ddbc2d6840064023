-- Codes by which one person, known on two channels, is made one.

create table link_codes (
  code text primary key,
  person_id text not null references persons (id),
  ends_at text not null
);

create index link_codes_by_person on link_codes (person_id);
