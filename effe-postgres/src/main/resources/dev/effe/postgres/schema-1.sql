create table ${schema}.topic (
    id integer generated always as identity primary key,
    name text not null unique,
    lanes integer not null check (lanes between 1 and 256),
    first_off bigint not null default 1,
    last_off bigint not null default 0,
    last_at timestamptz not null default 'epoch'
) with (fillfactor = 50);

create table ${schema}.inbox (
    id bigint generated always as identity primary key,
    topic integer not null,
    key text,
    type text not null,
    headers jsonb not null,
    payload bytea not null,
    dedup text,
    at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

create table ${schema}.log (
    topic integer not null,
    off bigint not null,
    lane integer not null,
    key text,
    type text not null,
    headers jsonb not null,
    payload bytea not null,
    dedup text,
    at timestamptz not null,
    primary key (topic, lane, off)
);

create table ${schema}.seen (
    topic integer not null,
    dedup text not null,
    at timestamptz not null,
    primary key (topic, dedup)
);

create index seen_at on ${schema}.seen (at);

create table ${schema}.member (
    grp text not null,
    topic integer not null,
    id text not null,
    until timestamptz not null,
    primary key (grp, topic, id)
) with (fillfactor = 50);

create table ${schema}.cursor (
    grp text not null,
    topic integer not null,
    lane integer not null,
    off bigint not null,
    owner text,
    epoch bigint not null default 0,
    until timestamptz not null default 'epoch',
    primary key (grp, topic, lane)
) with (fillfactor = 70);

create table ${schema}.parked (
    grp text not null,
    topic integer not null,
    off bigint not null,
    lane integer not null,
    key text,
    attempts integer not null,
    due timestamptz not null,
    dead_at timestamptz,
    error text not null,
    redriven boolean not null default false,
    primary key (grp, topic, off)
);

create index parked_waiting on ${schema}.parked (grp, topic, off) where dead_at is null;

create index parked_dead on ${schema}.parked (grp, topic, off) where dead_at is not null;

create table ${schema}.replay (
    name text primary key,
    version bigint not null,
    phase text not null,
    topic text not null,
    function text not null,
    key text,
    from_off bigint not null,
    until_off bigint not null,
    events bigint not null,
    rate integer not null,
    began timestamptz not null,
    ended timestamptz,
    failed bigint,
    left_over bigint,
    error text
);

create function ${schema}.clock() returns timestamptz
language sql volatile parallel safe
as $$ select pg_catalog.clock_timestamp() $$;

create function ${schema}.lane_of(key text, lanes integer) returns integer
language sql immutable strict parallel safe
as $$
    select (pg_catalog.mod(pg_catalog.mod(pg_catalog.hashtextextended(key collate "C", 0), lanes) + lanes, lanes))::integer
$$;

create function ${schema}.append(topic text, key text, payload jsonb, dedup text default null) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    number integer;
    inserted bigint;
    bytes bytea;
begin
    select t.id into number from ${schema}.topic t where t.name = append.topic;
    if number is null then
        raise undefined_object using message = format('There is no topic %s', coalesce(append.topic, 'null')),
            hint = 'Topics are made by the application that has them in its effe.yaml, when it starts.';
    end if;
    if append.key is not null and (octet_length(append.key) not between 1 and 256 or append.key ~ '[\u0001-\u001f\u007f-\u009f]') then
        raise invalid_parameter_value using message = 'key must have 1 to 256 bytes and no control characters';
    end if;
    if append.dedup is not null and (octet_length(append.dedup) not between 1 and 256 or append.dedup ~ '[\u0001-\u001f\u007f-\u009f]') then
        raise invalid_parameter_value using message = 'dedup must have 1 to 256 bytes and no control characters';
    end if;
    if append.payload is null then
        raise null_value_not_allowed using message = 'payload must not be null: say ''null'' for that of JSON';
    end if;
    bytes := convert_to(append.payload::text, 'UTF8');
    if octet_length(bytes) > 16777216 then
        raise program_limit_exceeded using
            message = format('payload must have at most 16777216 bytes, but has %s', octet_length(bytes));
    end if;
    insert into ${schema}.inbox (topic, key, type, headers, payload, dedup)
    values (number, append.key, 'application/json', '{"Effe-Depth": "1"}', bytes, append.dedup)
    returning id into inserted;
    return inserted;
end
$$;
