-- What others can be told of pathways, derived from the log in its order, and how far each pathway was followed for it.
create table pathway_happening (
  number bigint generated always as identity,
  id uuid not null,
  position bigint not null,
  pathway_id uuid not null,
  center varchar not null,
  kind varchar not null,
  told_at timestamptz not null,
  body text not null,
  once varchar null,
  constraint pathway_happening_has_one_number primary key (number),
  constraint pathway_happening_has_one_id unique (id),
  constraint pathway_happening_is_told_once unique (pathway_id, once)
);

create index pathway_happening_from_a_position on pathway_happening (position, number);

comment on table pathway_happening is 'What happened, in the order in which it became known. It holds ids, dates and words of lists: no measurement, no text of anybody''s.';
comment on column pathway_happening.position is 'Place in the log of the entry that brought it about; where time did, the last place that had been followed.';
comment on column pathway_happening.told_at is 'When that entry was recorded; where time brought it about, when that was seen.';
comment on column pathway_happening.body is 'JSON, exactly as it is sent and signed.';
comment on column pathway_happening.once is 'For what is told once of a pathway, what tells it apart; null for the others.';

create table pathway_happening_watch (
  pathway_id uuid not null,
  version bigint not null,
  looked_on date not null,
  is_open boolean not null,
  stopped_version bigint null,
  stopped_position bigint null,
  stopped_type varchar null,
  stopped_because varchar null,
  constraint pathway_happening_watch_is_kept_once primary key (pathway_id),
  constraint pathway_happening_watch_says_all_of_a_stop check (num_nonnulls(stopped_version, stopped_position, stopped_type, stopped_because) in (0, 4))
);

create index pathway_happening_watch_to_look_at on pathway_happening_watch (looked_on, pathway_id) where is_open and stopped_version is null;
create index pathway_happening_watch_stopped on pathway_happening_watch (stopped_position) where stopped_version is not null;

comment on table pathway_happening_watch is 'Up to which version and which date each pathway has been looked at.';
comment on column pathway_happening_watch.is_open is 'Whether days that go by can change how it stands.';
comment on column pathway_happening_watch.stopped_version is 'The entry that this version of the program cannot follow; null while there is none.';

grant select, insert on pathway_happening to pathway_app;
grant select, insert, update on pathway_happening_watch to pathway_app;
