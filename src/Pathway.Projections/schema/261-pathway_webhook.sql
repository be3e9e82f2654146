-- Who wants to be told of what, and what became of each telling.
create table pathway_webhook (
  id uuid not null,
  url varchar not null,
  kinds varchar[] not null,
  center varchar null,
  is_active boolean not null,
  gone_at timestamptz null,
  secret bytea not null,
  previous_secret bytea null,
  previous_secret_until timestamptz null,
  created_at timestamptz not null,
  created_by varchar not null,
  changed_at timestamptz not null,
  changed_by varchar not null,
  constraint pathway_webhook_is_kept_once primary key (id),
  constraint pathway_webhook_wants_something check (cardinality(kinds) > 0),
  constraint pathway_webhook_gone_is_off check (gone_at is null or not is_active),
  constraint pathway_webhook_previous_secret_ends check (num_nonnulls(previous_secret, previous_secret_until) in (0, 2))
);

comment on column pathway_webhook.center is 'The center whose pathways it is told of; null for all.';
comment on column pathway_webhook.gone_at is 'When its receiver said that it is gone for good (410), which switched it off; null otherwise.';
comment on column pathway_webhook.secret is 'Encrypted with a key of the installation: nonce, tag, AES-256-GCM.';
comment on column pathway_webhook.previous_secret is 'The one before, which signs as well until its time is over.';

create table pathway_webhook_delivery (
  webhook_id uuid not null,
  number bigint not null,
  pathway_id uuid not null,
  status varchar not null,
  attempts int not null,
  next_try_at timestamptz not null,
  last_try_at timestamptz null,
  last_answer varchar null,
  constraint pathway_webhook_delivery_is_kept_once primary key (webhook_id, number),
  constraint pathway_webhook_delivery_is_of_a_webhook foreign key (webhook_id) references pathway_webhook on delete cascade,
  constraint pathway_webhook_delivery_is_of_a_happening foreign key (number) references pathway_happening,
  constraint pathway_webhook_delivery_has_a_status check (status in ('waiting', 'delivered', 'parked'))
);

-- The first that waits of each pathway goes before the others; and what is due is found without looking at what is not.
create index pathway_webhook_delivery_in_order on pathway_webhook_delivery (webhook_id, pathway_id, number) where status = 'waiting';
create index pathway_webhook_delivery_due on pathway_webhook_delivery (webhook_id, next_try_at, number) where status = 'waiting';
create index pathway_webhook_delivery_parked on pathway_webhook_delivery (webhook_id, number) where status = 'parked';

comment on table pathway_webhook_delivery is 'What a webhook is told, has been told, or could not be told.';
comment on column pathway_webhook_delivery.number is 'The happening.';
comment on column pathway_webhook_delivery.attempts is 'Tries since it was last queued.';
comment on column pathway_webhook_delivery.next_try_at is 'Not before then, while it waits.';
comment on column pathway_webhook_delivery.last_answer is 'Status or failure, in our words: nothing of what a receiver says is kept.';

grant select, insert, update, delete on pathway_webhook to pathway_app;
grant select, insert, update on pathway_webhook_delivery to pathway_app;
