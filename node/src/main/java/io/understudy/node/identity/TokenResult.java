package io.understudy.node.identity;

import java.time.Instant;

/** What became of making a token. */
public sealed interface TokenResult {

    record Made(JoinToken token, Instant validUntil) implements TokenResult {}

    /** It can't be made here or for that node; {@code why} is one sentence. */
    record Refused(String why) implements TokenResult {}
}
