package io.understudy.core.action;

/**
 * Stands for somebody who asked and waits for an {@link Action.Answer}.
 *
 * @param number unique for each question to one run of a daemon
 */
public record Ticket(long number) {}
