-- Before version 15 anybody may make tables and functions where ours are looked for.
do $$
begin
  execute format('revoke create on schema %I from public', current_schema());
end
$$;
