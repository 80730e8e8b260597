package io.understudy.node.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * The profile that a server was filled in from, and where each of its values came from.
 *
 * @param settings in the order of the keys
 */
public record ProfileUse(Profile profile, List<Setting> settings) {

    public ProfileUse {
        settings = List.copyOf(settings);
    }

    /**
     * One value.
     *
     * @param path the keys below {@code server} that lead to it
     * @param line of the user's file; empty where the profile has it
     */
    public record Setting(String path, String value, OptionalInt line) {}
}
