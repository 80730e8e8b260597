package io.understudy.core.foresight;

import io.understudy.core.explain.Sentences;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.Optional;

/**
 * A {@link Prospect} as others are told it.
 *
 * @param lost who would be lost
 * @param turn what would become of the service, as far as this node is concerned
 * @param afterMillis from the loss on, in milliseconds; 0 where nothing changes
 * @param lackingBytes what of the lost one's log this node lacks
 * @param why nothing else happens, one sentence; empty where it serves
 */
public record Foretold(NodeId lost, Turn turn, long afterMillis, long lackingBytes, String why) {

    /** What becomes of the service. */
    public enum Turn {
        TAKES_OVER,
        GOES_ON,
        COMMITS_WAIT,
        STAYS
    }

    public static Foretold of(NodeId lost, Prospect prospect) {
        return switch (prospect) {
            case Prospect.TakesOver(Duration after, long lacking) ->
                    new Foretold(lost, Turn.TAKES_OVER, after.toMillis(), lacking, "");
            case Prospect.GoesOn(Duration after) ->
                    new Foretold(lost, Turn.GOES_ON, after.toMillis(), 0, "");
            case Prospect.CommitsWait _ ->
                    new Foretold(
                            lost,
                            Turn.COMMITS_WAIT,
                            0,
                            0,
                            "Commits wait for a standby, and no other is in sync.");
            case Prospect.Stays(var why) -> new Foretold(lost, Turn.STAYS, 0, 0, Sentences.of(why));
        };
    }

    /**
     * What is to be told where this node's own disk takes no more: a database that follows may do
     * so for a while, and one that is promoted begins a file of its log at once.
     *
     * @param trouble of that disk, one sentence; empty where there is none
     */
    public Foretold on(Optional<String> trouble) {
        return trouble.filter(_ -> turn == Turn.TAKES_OVER)
                .map(what ->
                        new Foretold(
                                lost,
                                Turn.STAYS,
                                0,
                                0,
                                "its database could not be promoted: " + what))
                .orElse(this);
    }
}
