package io.understudy.core.model;

/** Whose agreement makes a write into the register count. */
public sealed interface Voting {

    /** More than half of the voters: whoever is cut off from them gets nothing written. */
    record Majority() implements Voting {}

    /** One of two nodes; where that one is lost, a person. */
    record Person(Pair pair) implements Voting {}
}
