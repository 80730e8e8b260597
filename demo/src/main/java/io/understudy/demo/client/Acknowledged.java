package io.understudy.demo.client;

/**
 * A row whose commit was acknowledged.
 *
 * @param sent {@link System#nanoTime()} of this process before anything of it was sent
 * @param nanos the same when the acknowledgement came
 * @param epochMillis the wall clock then, for people
 */
public record Acknowledged(long number, long sent, long nanos, long epochMillis, Source source) {}
