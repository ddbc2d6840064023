-- Projects that people declare and follow, who else may see them, and what they are to be reminded of.
create table projects (
  id text primary key,
  owner_id text not null references persons (id),
  version bigint not null,
  status text not null,
  state text not null,
  created_at text not null,
  updated_at text not null
);

create index projects_by_owner on projects (owner_id, created_at);

create table project_shares (
  project_id text not null references projects (id),
  person_id text not null references persons (id),
  may text not null,
  shared_at text not null,
  primary key (project_id, person_id)
);

create index project_shares_by_person on project_shares (person_id);

create table reminders (
  project_id text not null references projects (id),
  deadline text not null,
  due text not null,
  advised text not null,
  event text not null,
  event_on text,
  planned_at text not null,
  primary key (project_id, deadline, due)
);

create index reminders_by_day on reminders (advised);
