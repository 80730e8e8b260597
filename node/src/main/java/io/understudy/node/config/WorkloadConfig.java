package io.understudy.node.config;

/**
 * How to read what the protected server works at from its own database. Each of the statements only
 * reads.
 *
 * @param database its name
 * @param workers a row for each worker: its name, whether it is connected, and a text that changes
 *     each time that it connects
 * @param builds a row for each build that runs: a number, a name for people, its worker's name
 * @param fates what became of builds, whose numbers with commas between them are its one parameter:
 *     the number, one word (running, finished, run-again, waiting, lost), a note for people
 */
public record WorkloadConfig(String database, String workers, String builds, String fates) {}
