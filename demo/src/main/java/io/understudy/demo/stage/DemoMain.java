package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

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
        Narrator narrator = Narrator.here();
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

    /** What is lost. */
    private enum Play {
        PRIMARY,
        ARBITER
    }

    private static int run(Path understudy, Play play, boolean hold, Narrator narrator)
            throws StageException, IOException, InterruptedException {
        Path postgresql = Programs.neededPostgresql();
        Stage stage = Stage.open();
        Programs programs = new Programs(understudy);
        Troupe troupe = new Troupe(stage, programs);
        Strike.atTheEnd(stage, troupe, List.of());
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
            narrator.logs(stage);
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
            narrator.say("%s: https://%s/".formatted(node.id(), node.at(node.ports().dashboard())));
        }
        for (StageNode carrier : stage.carriers()) {
            narrator.say(
                    "builds, while %s is primary: http://%s/"
                            .formatted(carrier.id(), carrier.at(carrier.ports().server())));
        }
        new CountDownLatch(1).await();
    }
}
