package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import java.time.Duration;
import java.util.Optional;

/**
 * What it is at.
 *
 * @param sentence why, for people
 * @param epochSeen the highest epoch it has seen
 * @param leaseLeft only where it holds the lease; zero once it has run out
 */
public record Standing(
        Role role,
        String sentence,
        Epoch epochSeen,
        @JsonProperty("leaseLeftMillis") Optional<Duration> leaseLeft) {}
