package io.understudy.node.dashboard;

import io.understudy.node.users.User;
import io.understudy.node.users.UserRole;

/**
 * Somebody who has logged in.
 *
 * @param user as he or she was then
 * @param token that each changing request has to bring along
 * @param from the address of the login
 * @param tickets the plans that were shown
 */
record Session(User user, String token, String from, Tickets tickets) implements Visitor {

    @Override
    public String who() {
        return user.name();
    }

    @Override
    public UserRole role() {
        return user.role();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return user.name() + " from " + from;
    }
}
