create table ${schema}.appender (
    id text primary key,
    last bigint not null,
    at timestamptz not null
) with (fillfactor = 50);
