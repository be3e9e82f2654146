-- Appends a batch: element i of the first arrays is append i, its events follow each other in the event arrays.
-- Each append is decided alone, in order: 'appended', 'repeated' (these very events are stored already, so a reply was lost),
-- 'key_used' (with the first answer) or 'conflict' (with the stream's version; 0 when there is no stream).
-- Under read committed each statement below sees what was committed before it, so what is read after the lock is true until the commit.
create function pathway_append(
  stream_ids uuid[], stream_types varchar[], expected_versions bigint[], event_counts int[],
  timestamps timestamptz[], correlation_ids varchar[], causation_ids varchar[], user_names varchar[], header_objects jsonb[],
  event_ids uuid[], event_types varchar[], event_dotnet_types varchar[], event_bodies jsonb[],
  actor_ids varchar[], keys varchar[], fingerprints bytea[], statuses int[], answer_bodies bytea[])
returns table (
  append int, outcome text, stream_version bigint, sequence bigint,
  first_fingerprint bytea, first_status int, first_body bytea)
language plpgsql volatile rows 16
as $$
declare
  last_sequence bigint;
  events_before int := 0;
begin
  perform pathway_lock_log();
  select coalesce(max(e.seq_id), 0) into last_sequence from mt_events e;

  for i in 1 .. cardinality(stream_ids) loop
    append := i;
    outcome := 'appended';
    stream_version := expected_versions[i] + event_counts[i];
    first_fingerprint := null;
    first_status := null;
    first_body := null;

    if keys[i] is not null then
      select k.fingerprint, k.status, k.body into first_fingerprint, first_status, first_body
      from pathway_idempotency k where k.actor_id = actor_ids[i] and k.key = keys[i];
      if found then
        outcome := 'key_used';
      end if;
    end if;

    if outcome = 'appended' then
      if expected_versions[i] = 0 then
        insert into mt_streams (id, type, version, timestamp, created)
        values (stream_ids[i], stream_types[i], stream_version, timestamps[i], timestamps[i])
        on conflict (id) do nothing;
      else
        update mt_streams s set version = stream_version, timestamp = timestamps[i]
        where s.id = stream_ids[i] and s.version = expected_versions[i];
      end if;
      if not found then
        outcome := 'conflict';
      end if;
    end if;

    if outcome = 'appended' then
      for j in 1 .. event_counts[i] loop
        insert into mt_events (
          seq_id, id, stream_id, version, data, type, timestamp,
          mt_dotnet_type, correlation_id, causation_id, headers, user_name)
        values (
          last_sequence + j, event_ids[events_before + j], stream_ids[i], expected_versions[i] + j,
          event_bodies[events_before + j], event_types[events_before + j], timestamps[i],
          event_dotnet_types[events_before + j], correlation_ids[i], causation_ids[i], header_objects[i], user_names[i]);
      end loop;
      last_sequence := last_sequence + event_counts[i];
      sequence := last_sequence;

      if keys[i] is not null then
        insert into pathway_idempotency (actor_id, key, fingerprint, status, body, created)
        values (actor_ids[i], keys[i], fingerprints[i], statuses[i], answer_bodies[i], timestamps[i]);
      end if;
    else
      -- Before it is refused: is it the repeat of an append whose reply was lost? Then its last event stands where it was to go.
      select e.seq_id into sequence from mt_events e
      where e.stream_id = stream_ids[i] and e.version = expected_versions[i] + event_counts[i]
        and e.id = event_ids[events_before + event_counts[i]];
      if found then
        outcome := 'repeated';
      elsif outcome = 'conflict' then
        stream_version := coalesce((select s.version from mt_streams s where s.id = stream_ids[i]), 0);
      end if;
    end if;

    events_before := events_before + event_counts[i];
    return next;
  end loop;

  -- A rollback does not undo this. It leaves the sequence ahead, never behind: whoever draws from it gets no number twice.
  if last_sequence > 0 then
    perform setval('mt_events_sequence', last_sequence);
  end if;
end
$$;

revoke execute on function pathway_append from public;
grant execute on function pathway_append to pathway_app;
