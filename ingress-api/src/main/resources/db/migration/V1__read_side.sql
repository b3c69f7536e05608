-- The read side: a projection of the topics. It can be emptied and read again at any time.
-- Bodies are bytea because PostgreSQL's text refuses the character U+0000, which a file may hold.

do $$
begin
  if not exists (select from pg_roles where rolname = '${app}') then
    create role ${app} login password '${appPassword}'
      nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
end
$$;

create table log_position (
  topic       text    not null,
  partition   integer not null,
  next_offset bigint  not null,
  primary key (topic, partition)
);

create table run (
  workspace text        not null,
  run       uuid        not null,
  opened_at timestamptz not null,
  title     text        not null default '',
  primary key (workspace, run)
);
create index run_by_time on run (workspace, opened_at desc, run);

create table command (
  workspace  text        not null,
  id         uuid        not null,
  run        uuid        not null,
  kind       text        not null,
  issued_by  text        not null,
  at         timestamptz not null,
  detail     text        not null,
  log_offset bigint      not null,
  primary key (workspace, id)
);
create index command_by_run on command (workspace, run);

create table decision (
  workspace         text           not null,
  id                uuid           not null,
  run               uuid           not null,
  lord              text           not null,
  sequence          integer        not null,
  node              text           not null,
  kind              text           not null,
  what              text           not null,
  why               text           not null,
  consumed          text[]         not null,
  rests_on          text[]         not null,
  prompt_tokens     bigint         not null,
  completion_tokens bigint         not null,
  model_calls       integer        not null,
  cost_usd          numeric(20, 6) not null,
  hash              text           not null,
  at                timestamptz    not null,
  log_offset        bigint         not null,
  primary key (workspace, id)
);
create index decision_by_run on decision (workspace, run, log_offset);

create table answer (
  workspace         text           not null,
  id                uuid           not null,
  run               uuid           not null,
  work              uuid           not null,
  node              text           not null,
  agent             text           not null,
  round             integer        not null,
  outcome           text           not null,
  output_type       text           not null,
  output_sha256     text           not null, -- empty: there is no output
  output_bytes      integer        not null,
  reasons           text[]         not null,
  prompt_hash       text           not null,
  model             text           not null,
  authorship        text           not null,
  prompt_tokens     bigint         not null,
  completion_tokens bigint         not null,
  model_calls       integer        not null,
  cost_usd          numeric(20, 6) not null,
  started_at        timestamptz    not null,
  finished_at       timestamptz    not null,
  log_offset        bigint         not null,
  primary key (workspace, id)
);
create index answer_by_run on answer (workspace, run, finished_at);

-- A body that a command brought (origin: the command) or that a decision released.
create table document (
  workspace  text    not null,
  origin     uuid    not null,
  position   integer not null,
  run        uuid    not null,
  name       text    not null,
  media_type text    not null,
  sha256     text    not null,
  bytes      integer not null,
  hash       text    not null,
  log_offset bigint  not null,
  primary key (workspace, origin, position)
);
create index document_by_run on document (workspace, run, name, log_offset);

create table body (
  workspace text  not null,
  sha256    text  not null,
  content   bytea not null,
  primary key (workspace, sha256)
);

create table ledger (
  workspace         text           not null,
  call              text           not null,
  source            text           not null,
  at                timestamptz    not null,
  run               uuid           not null,
  agent             text           not null,
  model             text           not null,
  tier              text           not null,
  routed_because    text           not null,
  prompt_tokens     bigint         not null,
  completion_tokens bigint         not null,
  cost_usd          numeric(20, 6) not null,
  latency_millis    bigint         not null,
  primary key (workspace, call, source, at)
);
create index ledger_by_run on ledger (workspace, run);

-- One row per delivery to the dead letters: how often the work of a run failed.
create table failure (
  workspace    text   not null,
  topic        text   not null,
  partition    integer not null,
  log_offset   bigint not null,
  run          uuid   not null,
  agent        text   not null,
  reason_class text   not null,
  primary key (workspace, topic, partition, log_offset)
);
create index failure_by_run on failure (workspace, run);

-- Agents belong to the installation, not to a workspace.
create table agent (
  agent text        primary key,
  card  text        not null,
  at    timestamptz not null
);

create table heartbeat (
  agent     text        not null,
  host      text        not null,
  in_flight integer     not null,
  done      bigint      not null,
  failed    bigint      not null,
  at        timestamptz not null,
  primary key (agent, host)
);

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array['run', 'command', 'decision', 'answer', 'document', 'body', 'ledger', 'failure']
  loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format(
      'create policy one_workspace on %I using (workspace = current_setting(''app.workspace'', true)) '
      || 'with check (workspace = current_setting(''app.workspace'', true))', tenant_table);
  end loop;
end
$$;

grant usage on schema public to ${app};
-- Truncate empties the projection before it is rebuilt; the role owns nothing and alters nothing.
grant select, insert, update, delete, truncate on
  log_position, run, command, decision, answer, document, body, ledger, failure, agent, heartbeat
  to ${app};
