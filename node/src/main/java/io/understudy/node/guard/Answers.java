package io.understudy.node.guard;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the guard's answers mean. Anything else than expected is no answer. */
final class Answers {

    private static final Pattern ARMED = Pattern.compile("armed ([0-9]{1,19}) ([0-9]{1,19})");
    private static final Pattern DRILLED = Pattern.compile("drilled (-?[0-9]{1,19}) ([0-9]{1,9})");
    private static final Pattern FACTS =
            Pattern.compile("facts locked=([01]) realtime=([01]) spared=([01]) watchdog=(.*)");
    private static final Pattern TARGETS = Pattern.compile("targets ([0-9]{1,9}) [0-9]{1,9}(.*)");
    private static final Pattern TARGET = Pattern.compile("([a-z]+):([0-9]{1,10}):(\\S*)");
    private static final String MISSING = "missing ";
    private static final String ERROR = "error ";

    private Answers() {}

    static GuardState state(String line) throws UnansweredException {
        if (line.equals("idle")) {
            return new GuardState.Idle();
        }
        if (line.startsWith(MISSING)) {
            return new GuardState.Missing(line.substring(MISSING.length()));
        }
        Matcher armed = matched(ARMED, line);
        return new GuardState.Armed(
                new Epoch(Long.parseLong(armed.group(1))),
                new Moment(Long.parseLong(armed.group(2))));
    }

    static Drill drill(String line) throws UnansweredException {
        Matcher drilled = matched(DRILLED, line);
        return new Drill.Proved(
                Duration.ofNanos(Long.parseLong(drilled.group(1))),
                Integer.parseInt(drilled.group(2)));
    }

    static Sight sight(String facts, String targets) throws UnansweredException {
        Matcher have = matched(FACTS, facts);
        Matcher see = matched(TARGETS, targets);
        List<Sight.Target> found = new ArrayList<>();
        Matcher each = TARGET.matcher(see.group(2));
        while (each.find()) {
            found.add(
                    new Sight.Target(each.group(1), Long.parseLong(each.group(2)), each.group(3)));
        }
        return new Sight.Seen(
                have.group(1).equals("1"),
                have.group(2).equals("1"),
                have.group(3).equals("1"),
                have.group(4),
                found,
                Integer.parseInt(see.group(1)));
    }

    static void expect(String start, String line) throws UnansweredException {
        if (!line.startsWith(start)) {
            throw unexpected(line);
        }
    }

    private static Matcher matched(Pattern pattern, String line) throws UnansweredException {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw unexpected(line);
        }
        return matcher;
    }

    private static UnansweredException unexpected(String line) {
        return new UnansweredException(
                line.startsWith(ERROR)
                        ? "the guard says: " + line.substring(ERROR.length())
                        : "needed an answer of the guard that this daemon knows, found: " + line);
    }
}
