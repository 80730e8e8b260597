package io.understudy.node.dashboard;

import io.understudy.node.users.ApiToken;
import io.understudy.node.users.UserRole;

/**
 * A program that has shown a token.
 *
 * @param token as it is now
 * @param tickets the plans that were shown to whoever has this token
 */
record Program(ApiToken token, Tickets tickets) implements Visitor {

    @Override
    public String who() {
        return "token " + token.name();
    }

    @Override
    public UserRole role() {
        return token.role();
    }

    @Override
    public String toString() {
        return who();
    }
}
