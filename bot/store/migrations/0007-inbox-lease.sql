-- Which instance is at work on a message, and until when another one leaves it alone.
alter table inbox add column leased_by text;

alter table inbox add column leased_until text;
