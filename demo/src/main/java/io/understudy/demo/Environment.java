package io.understudy.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads settings from a process's environment, and collects all mistakes. */
public final class Environment {

    private final Map<String, String> variables;
    private final List<String> mistakes = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /**
     * Reads one variable.
     *
     * @param what is needed, for the message: "a port from 1 to 65535"
     * @param fallback used where the variable is not set, and where it is wrong
     * @param parse throws {@link IllegalArgumentException} for a wrong value
     */
    public <T> T read(String name, String what, T fallback, Function<String, T> parse) {
        String value = variables.get(name);
        if (value == null) {
            return fallback;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException _) {
            mistakes.add("needed %s in %s, found '%s'".formatted(what, name, value));
            return fallback;
        }
    }

    /** Reads a variable that must be there. */
    public String needed(String name, String what) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            mistakes.add("needed %s in %s, found none".formatted(what, name));
        }
        return value;
    }

    /** Everything that was wrong so far, one sentence each. */
    public List<String> mistakes() {
        return List.copyOf(mistakes);
    }
}
