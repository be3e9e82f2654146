-- The role of statistics and reporting tools: it sees the views, and nothing that is behind them. Grant it to whoever may.
do $$
begin
  if not exists (select from pg_roles where rolname = 'pathway_reporting') then
    begin
      create role pathway_reporting nologin;
    exception
      -- Roles belong to the whole server: another database on it was set up at the same moment.
      when duplicate_object or unique_violation then null;
    end;
  end if;
end
$$;

grant usage on schema reporting to pathway_reporting;
