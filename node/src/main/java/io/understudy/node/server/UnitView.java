package io.understudy.node.server;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What systemd says of a unit.
 *
 * @param properties by their names, as {@code systemctl show} prints them
 */
record UnitView(Map<String, String> properties) {

    static final String PROPERTIES =
            "Id,LoadState,LoadError,ActiveState,Result,Restart,ExecMainStatus,InvocationID";

    UnitView {
        properties = Map.copyOf(properties);
    }

    static UnitView parse(String shown) {
        return new UnitView(
                shown.lines()
                        .filter(line -> line.indexOf('=') > 0)
                        .collect(
                                Collectors.toMap(
                                        line -> line.substring(0, line.indexOf('=')),
                                        line -> line.substring(line.indexOf('=') + 1),
                                        (first, _) -> first)));
    }

    /** Neither active nor on its way there or back. */
    boolean isAtRest() {
        return is("ActiveState", "inactive") || is("ActiveState", "failed");
    }

    boolean hasFailed() {
        return is("ActiveState", "failed");
    }

    boolean isActive() {
        return is("ActiveState", "active");
    }

    String invocation() {
        return value("InvocationID");
    }

    /** Why this unit can't be run, in one sentence; empty where it can. */
    Optional<String> obstacle(String unit) {
        return switch (value("LoadState")) {
            case "loaded" -> confusion(unit);
            case "not-found" ->
                    Optional.of(
                            "Needed the unit %s, found none; install the server's package, or correct server.unit in the configuration."
                                    .formatted(unit));
            case "masked" ->
                    Optional.of(
                            "Needed the unit %s, found it masked; type: systemctl unmask %s"
                                    .formatted(unit, unit));
            case String state ->
                    Optional.of(
                            "Needed the unit %s, found that systemd can't load it (%s %s); see: systemctl status %s"
                                    .formatted(unit, state, value("LoadError"), unit)
                                    .replace(" )", ")"));
        };
    }

    private Optional<String> confusion(String unit) {
        if (!is("Id", unit)) {
            return Optional.of(
                    "Needed the unit's own name, found that %s is another name of %s; write server: { unit: %s } in the configuration."
                            .formatted(unit, value("Id"), value("Id")));
        }
        return is("Restart", "no")
                ? Optional.empty()
                : Optional.of(
                        "Needed a unit that Understudy alone starts again, found Restart=%s in a drop-in of %s that comes after Understudy's; see: systemctl cat %s"
                                .formatted(value("Restart"), unit, unit));
    }

    /** How its last run ended, for people; blank where it ended well or never ran. */
    String end() {
        return switch (value("Result")) {
            case "", "success" -> "";
            case "exit-code" -> "exit status " + value("ExecMainStatus");
            case "signal", "core-dump" -> "ended by signal " + value("ExecMainStatus");
            case String result -> "systemd's result: " + result;
        };
    }

    private String value(String name) {
        return properties.getOrDefault(name, "");
    }

    private boolean is(String name, String value) {
        return value(name).equals(value);
    }
}
