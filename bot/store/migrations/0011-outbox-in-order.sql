-- In the order it is claimed in, so that a claim reads the first rows only, however many wait since the same moment.
drop index outbox_waiting;
create index outbox_waiting on outbox (channel, due_at, conversation_id, seq) where sent_at is null and dead_at is null;
