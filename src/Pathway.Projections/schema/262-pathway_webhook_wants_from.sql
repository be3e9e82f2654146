-- Happenings are derived while there is a webhook, so that much may be derived later than it became known: each webhook says what is new to it.
alter table pathway_webhook add column wants_from bigint not null default 0;

comment on column pathway_webhook.wants_from is 'Place in the log from which on it is told, itself included: the one after its registration, or where a replay began. 0 for one that was registered before there was this column: it is told all that is derived.';
