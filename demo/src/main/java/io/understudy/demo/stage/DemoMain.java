package io.understudy.demo.stage;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * {@code ./dev demo}: shows a takeover and the way home on this machine. Exit status 0 only if both
 * moves happened and no acknowledged row was lost.
 */
public final class DemoMain {

    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int UNUSABLE = 2;

    private DemoMain() {}

    /**
     * Takes the program {@code understudy} by its path, {@code --hold} to leave everything running,
     * and {@code --lose-arbiter} to lose the arbiter's leader again and again instead of the
     * primary.
     */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        boolean hold = words.contains("--hold");
        Narrator narrator = new Narrator(System.out, onTerminal());
        int status;
        try {
            status =
                    run(
                            Path.of(words.getFirst()),
                            words.contains("--lose-arbiter") ? Play.ARBITER : Play.PRIMARY,
                            hold,
                            narrator);
        } catch (StageException | IOException e) {
            narrator.say("The demonstration can't go on: " + e.getMessage());
            status = e instanceof IOException ? UNUSABLE : BAD;
        }
        System.exit(status);
    }

    // JDK 25 still answers null where neither end is a terminal, whatever the checker says.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** What is lost. */
    private enum Play {
        PRIMARY,
        ARBITER
    }

    private static int run(Path understudy, Play play, boolean hold, Narrator narrator)
            throws StageException, IOException, InterruptedException {
        Path postgresql =
                Programs.postgresql()
                        .orElseThrow(() ->
                                new StageException(
                                        "needed PostgreSQL 13 to 18, found none under"
                                                + " /usr/lib/postgresql; type: apt-get install"
                                                + " postgresql"));
        Stage stage = Stage.open();
        Programs programs = new Programs(understudy);
        Troupe troupe = new Troupe(stage, programs);
        AtomicBoolean cleaned = new AtomicBoolean();
        Thread ending = new Thread(() -> strike(stage, troupe, cleaned), "strike");
        Runtime.getRuntime().addShutdownHook(ending);
        new Scenery(stage, programs, postgresql).set();
        Show show = new Show(stage, troupe, narrator);
        try (Audience audience = show.open()) {
            if (play == Play.ARBITER) {
                LeaderLossScore score = new LeaderLoss(stage, troupe, narrator).play(audience);
                narrator.title("Whether the primary went on");
                narrator.lines(score.table());
                return score.good() ? GOOD : BAD;
            }
            Score score = show.play(audience);
            narrator.title("The score, by the clients' own notes");
            narrator.lines(score.table());
            if (hold) {
                hold(stage, programs, narrator);
            }
            narrator.title(
                    score.good()
                            ? "Nothing that was acknowledged was lost."
                            : "THIS WENT WRONG: see above.");
            return score.good() ? GOOD : BAD;
        } catch (StageException e) {
            showLogs(stage, narrator);
            throw e;
        }
    }

    private static void hold(Stage stage, Programs programs, Narrator narrator)
            throws InterruptedException {
        String command = String.join(" ", programs.understudy(stage.first()));
        narrator.title(
                "Everything keeps running until you press Ctrl-C. In another terminal, try:");
        narrator.say("alias us='" + command + "'");
        narrator.say("us status --watch");
        narrator.say("us switchover --to ci-b");
        narrator.say("us pause --for 10m; us resume; us history");
        narrator.say(
                "us user add YOU --role operator   # and log in at any page; your browser does not"
                        + " know the authority:");
        for (StageNode node : stage.nodes()) {
            narrator.say(
                    "%s: https://127.0.0.1:%d/".formatted(node.id(), node.ports().dashboard()));
        }
        for (StageNode carrier : stage.carriers()) {
            narrator.say(
                    "builds, while %s is primary: http://127.0.0.1:%d/"
                            .formatted(carrier.id(), carrier.ports().server()));
        }
        new CountDownLatch(1).await();
    }

    private static void showLogs(Stage stage, Narrator narrator) {
        for (StageNode node : stage.nodes()) {
            try {
                List<String> lines =
                        Files.exists(node.log()) ? Files.readAllLines(node.log()) : List.of();
                narrator.title("The end of the log of " + node.id());
                narrator.lines(lines.subList(Math.max(0, lines.size() - 15), lines.size()));
            } catch (IOException e) {
                narrator.say(node.log() + " could not be read: " + e.getMessage());
            }
        }
    }

    /** Ends every process and removes every file that the demonstration made; on Ctrl-C, too. */
    private static void strike(Stage stage, Troupe troupe, AtomicBoolean cleaned) {
        if (!cleaned.compareAndSet(false, true)) {
            return;
        }
        troupe.close();
        try (Stream<Path> files = Files.walk(stage.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println(
                    "demo: " + stage.folder() + " could not be removed: " + e.getMessage());
        }
    }
}
