package dev.effe.postgres;

/**
 * The end of a statement that gives events their offsets and writes them into the log. The statement's beginning has them as
 * {@code arrived (ord, topic, key, type, headers, payload, dedup)}, in the order of {@code ord}; its caller has the relay's
 * lock. Events whose id the topic has had within 7 days are left out. Stateless.
 */
final class Numbering {

    static final String SQL = """
            tick as materialized (
                select ${schema}.clock() as now
            ), named as (
                select topic, dedup, min(ord) as ord from arrived where dedup is not null group by topic, dedup
            ), unseen as (
                insert into ${schema}.seen as s (topic, dedup, at)
                select topic, dedup, now from named, tick order by topic, dedup
                on conflict (topic, dedup) do update set at = excluded.at
                where s.at <= excluded.at - interval '168 hours'
                returning topic, dedup
            ), added as (
                select *, row_number() over (partition by topic order by ord) as n from arrived
                where dedup is null or ord in (select ord from named join unseen using (topic, dedup))
            ), ends as (
                update ${schema}.topic t
                set last_off = t.last_off + sums.n, last_at = greatest(t.last_at, tick.now)
                from (select topic, count(*) as n from added group by topic) sums, tick
                where t.id = sums.topic
                returning t.id, t.lanes, t.last_off, t.last_off - sums.n as before, t.last_at
            ), written as (
                insert into ${schema}.log (topic, off, lane, key, type, headers, payload, dedup, at)
                select added.topic, before + n,
                    case when key is null then mod(before + n, lanes)
                        else ${schema}.lane_of(key, lanes) end,
                    key, type, headers, payload, dedup, last_at
                from added join ends on ends.id = added.topic
                order by added.topic, n
            )
            """;

    /** An advisory lock of transactions: one process at a time numbers events. */
    static final String LOCK = "relay";

    private Numbering() {}
}
