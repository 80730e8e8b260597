package io.understudy.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a command's exit status says. */
public enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "it was tried and did not work"),
    USAGE(2, "the command or the configuration is wrong; nothing was changed"),
    REFUSED(3, "refused, for the reason that is printed; nothing was changed"),
    NOBODY(4, "no node answered");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    public int status() {
        return status;
    }

    /** Each status with its meaning, for {@code --help}. */
    static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        Arrays.stream(values())
                .forEach(code -> table.put(Integer.toString(code.status), code.meaning));
        return table;
    }
}
