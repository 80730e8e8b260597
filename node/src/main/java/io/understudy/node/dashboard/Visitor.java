package io.understudy.node.dashboard;

import io.understudy.node.users.UserRole;

/** Somebody who may see the cluster: a person who has logged in, or a program with a token. */
sealed interface Visitor permits Session, Program {

    /** For the audit and for other people. */
    String who();

    UserRole role();

    /** The plans that were shown. */
    Tickets tickets();

    default boolean isOperator() {
        return role() == UserRole.OPERATOR;
    }
}
