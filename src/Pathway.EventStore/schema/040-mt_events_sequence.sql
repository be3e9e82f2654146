-- Marten draws seq_id from here. This engine counts on from the last event instead, and keeps the sequence in step.
create sequence if not exists mt_events_sequence as bigint owned by mt_events.seq_id;

grant select, usage, update on sequence mt_events_sequence to pathway_app;
