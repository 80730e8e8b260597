package io.understudy.demo.client;

/**
 * A row whose commit was acknowledged.
 *
 * @param nanos {@link System#nanoTime()} of this process when the acknowledgement came
 * @param epochMillis the wall clock then, for people
 */
public record Acknowledged(long number, long nanos, long epochMillis, Source source) {}
