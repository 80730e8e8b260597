package io.understudy.node.dashboard;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.PlanAnswer;
import io.understudy.node.api.Primacy;
import io.understudy.node.overview.Choice;
import io.understudy.node.overview.Goal;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Wishes;
import io.understudy.node.peer.PeerAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What people do on the page: the same wishes, plans and commands as the command line's. A plan
 * comes first, and only what was planned can be done. Any thread may call.
 */
final class Deeds {

    private static final int LONGEST_PAUSE_MINUTES = 7 * 24 * 60;
    private static final int MOST_LABEL = 64;

    private final Cluster cluster;
    private final Lookouts lookouts;

    Deeds(Cluster cluster, Lookouts lookouts) {
        this.cluster = cluster;
        this.lookouts = lookouts;
    }

    /** What would be done. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Answer.Plan.class, name = "plan"),
        @JsonSubTypes.Type(value = Answer.Refusal.class, name = "refusal"),
        @JsonSubTypes.Type(value = Answer.Already.class, name = "already")
    })
    sealed interface Answer {

        /**
         * It can be done.
         *
         * @param ticket with which it is
         * @param typed what has to be typed first; empty where a click is enough
         */
        record Plan(
                List<String> steps,
                String atRisk,
                Epoch epoch,
                NodeId asked,
                String ticket,
                Optional<String> typed)
                implements Answer {
            public Plan {
                steps = List.copyOf(steps);
            }
        }

        record Refusal(String why, String remedy) implements Answer {}

        record Already(String why) implements Answer {}
    }

    /**
     * Something that can be done, or not.
     *
     * @param refused why not, and what would make it possible; empty where it can
     */
    record Possible(Deed.Kind deed, Optional<NodeId> node, Optional<Answer.Refusal> refused) {}

    /** Who wants something, and where the plan that is shown is kept. */
    private record Asker(String who, Function<Tickets.Planned, String> issuing) {
        static Asker of(Visitor visitor) {
            return new Asker(visitor.who(), visitor.tickets()::issue);
        }
    }

    /** Who only looks what could be done gets no plan to act by. */
    private static final Asker NOBODY = new Asker("nobody", _ -> "");

    /** All that a person might want now, each with what the nodes say to it. */
    List<Possible> possible() {
        Overview overview = lookouts.overview();
        List<Possible> all = new ArrayList<>();
        for (Deed deed : deeds(overview)) {
            switch (plan(deed, NOBODY, overview)) {
                case Answer.Plan _ -> all.add(possible(deed, Optional.empty()));
                case Answer.Refusal refusal -> all.add(possible(deed, Optional.of(refusal)));
                case Answer.Already(String why) ->
                        all.add(
                                possible(
                                        deed,
                                        Optional.of(
                                                new Answer.Refusal(
                                                        why, "nothing, since it is so already"))));
            }
        }
        return all;
    }

    private static Possible possible(Deed deed, Optional<Answer.Refusal> refused) {
        return new Possible(deed.deed(), deed.node(), refused);
    }

    private List<Deed> deeds(Overview overview) {
        List<Deed> deeds = new ArrayList<>();
        Optional<NodeId> holder = overview.primacy().map(Primacy::holder);
        List<NodeId> others =
                cluster.carriers().stream()
                        .filter(node -> !holder.equals(Optional.of(node)))
                        .toList();
        others.forEach(node -> deeds.add(Deed.of(Deed.Kind.SWITCHOVER, node)));
        others.forEach(node -> deeds.add(Deed.failover(node)));
        boolean paused = overview.primacy().flatMap(Primacy::pause).isPresent();
        deeds.add(Deed.of(paused ? Deed.Kind.RESUME : Deed.Kind.PAUSE));
        others.forEach(node -> deeds.add(Deed.of(Deed.Kind.REJOIN, node)));
        return deeds;
    }

    /** Asks whoever would do it. */
    Answer plan(Deed deed, Visitor visitor) {
        return plan(deed, Asker.of(visitor), lookouts.overview());
    }

    private Answer plan(Deed deed, Asker asker, Overview overview) {
        return switch (choice(deed, asker, overview)) {
            case Choice.Impossible(String why, String remedy) -> new Answer.Refusal(why, remedy);
            case Choice.Already(String why) -> new Answer.Already(why);
            case Choice.Ask ask -> planned(deed, ask, asker);
        };
    }

    private Answer planned(Deed deed, Choice.Ask ask, Asker asker) {
        String silence = "no node answers";
        for (NodeId node : ask.askFirst()) {
            switch (cluster.plan(node, ask.command())) {
                case PeerAnswer.Answered<PlanAnswer>(PlanAnswer answer) -> {
                    return shown(
                            deed,
                            new Tickets.Planned(ask.command(), node, typed(deed)),
                            answer,
                            asker);
                }
                case PeerAnswer.Declined<PlanAnswer>(String why) -> {
                    return new Answer.Refusal(why, "see the log of " + node);
                }
                case PeerAnswer.Silent<PlanAnswer>(String why) -> silence = why;
            }
        }
        return new Answer.Refusal(silence, "start that node's daemon, or mend the network");
    }

    private static Answer shown(
            Deed deed, Tickets.Planned planned, PlanAnswer answer, Asker asker) {
        return switch (answer) {
            case PlanAnswer.Plan(List<String> steps, String atRisk, Epoch seen) ->
                    new Answer.Plan(
                            steps,
                            atRisk,
                            seen,
                            planned.asked(),
                            asker.issuing().apply(planned),
                            typed(deed));
            case PlanAnswer.Refusal(String why, String remedy) -> new Answer.Refusal(why, remedy);
            case PlanAnswer.Already(String why) -> new Answer.Already(why);
        };
    }

    /** After a failover nothing brings back what only the lost node had. */
    private static Optional<String> typed(Deed deed) {
        return deed.deed() == Deed.Kind.FAILOVER ? deed.node().map(NodeId::name) : Optional.empty();
    }

    private Choice choice(Deed deed, Asker asker, Overview overview) {
        Wishes wishes = new Wishes(overview, cluster.carriers());
        return switch (deed.deed()) {
            case SWITCHOVER ->
                    of(
                            deed,
                            node ->
                                    wishes.switchover(
                                            Optional.of(node), UUID.randomUUID().toString()));
            case FAILOVER -> of(deed, node -> failover(deed, node, wishes));
            case PAUSE -> pause(deed, asker, wishes);
            case RESUME -> wishes.mode(new Command.Resume(), new Goal.MovesByItself());
            case REJOIN -> of(deed, node -> wishes.rejoin(node, false));
        };
    }

    private interface OfANode {
        Choice choice(NodeId node);
    }

    private Choice of(Deed deed, OfANode wish) {
        return deed.node()
                .filter(cluster.carriers()::contains)
                .map(wish::choice)
                .orElseGet(() ->
                        new Choice.Impossible(
                                "needed a node that carries a database, found none of that name",
                                "name one of them"));
    }

    private Choice failover(Deed deed, NodeId node, Wishes wishes) {
        return wishes.failover(
                new Wishes.Word(
                        node,
                        wishes.overview().primacy().map(Primacy::epoch),
                        cluster.needsAPerson(),
                        Set.of()),
                Math.max(0, deed.acceptedLossBytes().orElse(0L)),
                UUID.randomUUID().toString());
    }

    private Choice pause(Deed deed, Asker asker, Wishes wishes) {
        int minutes = deed.minutes().orElse(0);
        if (minutes < 1 || minutes > LONGEST_PAUSE_MINUTES) {
            return new Choice.Impossible("needed a pause of 1 minute to 7 days", "choose another");
        }
        String by = asker.who() + " on the page of " + cluster.self();
        return wishes.mode(
                new Command.Pause(
                        Duration.ofMinutes(minutes),
                        by.substring(0, Math.min(by.length(), MOST_LABEL))),
                new Goal.Paused());
    }

    /** Sends what was planned. */
    Outcome command(Tickets.Planned planned) {
        return cluster.command(planned.asked(), planned.command());
    }
}
