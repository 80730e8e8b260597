package io.understudy.node.api;

import java.util.Optional;

/**
 * The protected server.
 *
 * @param state one word: {@code stopped}, {@code starting}, {@code healthy}, {@code unhealthy},
 *     {@code unusable} or {@code unknown}
 * @param sentence what is under way or what is wrong with it, if anything
 * @param restarts empty where it has not failed
 */
public record ServerReport(
        String state, Optional<String> sentence, Optional<RestartReport> restarts) {}
