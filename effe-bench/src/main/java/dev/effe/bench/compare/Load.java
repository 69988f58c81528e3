package dev.effe.bench.compare;

/** The figures of one round of load. Latencies in microseconds, those of the server's CPU per request. */
public record Load(double perSecond, double p50, double p99, double p999, double cpuPerRequest, long errors) {}
