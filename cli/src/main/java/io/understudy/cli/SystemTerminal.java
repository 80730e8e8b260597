package io.understudy.cli;

import java.io.Console;
import java.util.Optional;

/** The terminal that the process was started from. */
final class SystemTerminal implements Terminal {

    @Override
    public boolean interactive() {
        return console().filter(Console::isTerminal).isPresent();
    }

    /** As no-color.org has it: any value but the empty one turns colours off. */
    @Override
    public boolean colours() {
        String off = System.getenv("NO_COLOR");
        return interactive()
                && (off == null || off.isEmpty())
                && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public Optional<String> ask(String question) {
        return console().map(console -> console.readLine("%s", question));
    }

    @Override
    public Optional<String> secret(String question) {
        return console().map(console -> console.readPassword("%s", question)).map(String::new);
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console());
    }
}
