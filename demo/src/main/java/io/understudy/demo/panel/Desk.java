package io.understudy.demo.panel;

import io.understudy.demo.panel.Logbook.Note;
import io.understudy.demo.panel.Scoreboard.Score;
import io.understudy.demo.panel.Sight.Work;
import io.understudy.demo.panel.Strip.Row;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts together what the page shows, and does what is pressed there. Any thread may call.
 *
 * @param strip the rows
 * @param latest what was seen of the nodes
 */
record Desk(
        Stage stage,
        Faults faults,
        Strip strip,
        Supplier<Sight> latest,
        Logbook logbook,
        InstantSource clock) {

    /**
     * What a page is told, many times a second.
     *
     * @param now in milliseconds since 1970, on the clock of all other times here
     * @param rows that were acknowledged since the last time
     */
    record News(
            long now,
            boolean whole,
            List<Row> rows,
            Score score,
            List<Node> nodes,
            Work work,
            List<Button> buttons,
            List<Note> notes) {
        News {
            rows = List.copyOf(rows);
            nodes = List.copyOf(nodes);
            buttons = List.copyOf(buttons);
            notes = List.copyOf(notes);
        }
    }

    /**
     * @param struck by what, in words
     */
    record Node(String name, String role, String sentence, List<String> struck) {
        Node {
            struck = List.copyOf(struck);
        }
    }

    /**
     * @param against why it can't be pressed now; empty where it can
     */
    record Button(String path, String words, String meaning, String against) {}

    /** Since the row with that number. */
    News news(long number) {
        Sight sight = latest.get();
        return new News(
                clock.millis(),
                sight.whole(),
                strip.after(number),
                sight.score(),
                sight.nodes().stream().map(this::node).toList(),
                sight.work(),
                Arrays.stream(Deed.values()).map(deed -> button(deed, sight)).toList(),
                logbook.notes());
    }

    private Node node(Sight.NodeSight seen) {
        List<String> struck =
                stage.nodes().stream()
                        .filter(node -> node.id().name().equals(seen.name()))
                        .flatMap(node -> faults.on(node).stream())
                        .sorted(Comparator.naturalOrder())
                        .map(Desk::struck)
                        .toList();
        return new Node(seen.name(), seen.role(), seen.sentence(), struck);
    }

    private static String struck(Deed deed) {
        return switch (deed) {
            case KILL -> "killed";
            case CUT -> "its cable is pulled";
            case FREEZE -> "its daemon is frozen";
            case FILL -> "its disk is full";
            case HEAL -> "healed";
        };
    }

    private Button button(Deed deed, Sight sight) {
        return new Button(
                deed.path(),
                deed.words(),
                deed.meaning(),
                faults.against(deed, sight.primary()).orElse(""));
    }

    /** Does it; why not, where it could not. */
    Optional<String> press(Deed deed) throws InterruptedException {
        Optional<StageNode> primary = latest.get().primary();
        Optional<String> against = faults.against(deed, primary);
        if (against.isPresent()) {
            return against;
        }
        try {
            if (deed == Deed.HEAL) {
                logbook.note("all is healed");
                faults.heal();
            } else {
                StageNode struck = primary.orElseThrow();
                logbook.note(struck.id() + ": " + struck(deed));
                faults.strike(deed, struck);
            }
            return Optional.empty();
        } catch (StageException e) {
            logbook.note("it could not be done: " + e.getMessage());
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
