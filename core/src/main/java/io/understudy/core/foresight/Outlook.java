package io.understudy.core.foresight;

import io.understudy.core.foresight.Foretold.Turn;
import io.understudy.core.model.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Am I safe right now? Which node may be lost, by what the nodes themselves foretell. Pure.
 *
 * @param level the worst that the loss of one node would bring
 * @param sentence for people: the answer, and what to do where it is no
 * @param losses of each node, the primary first
 */
public record Outlook(Level level, String sentence, List<Loss> losses) {

    public Outlook {
        losses = List.copyOf(losses);
    }

    /** In order of severity. */
    public enum Level {
        /** Any one node may be lost. */
        SAFE,
        /** The primary may be lost, or all goes on as it is, but not every loss is harmless. */
        WARNING,
        /** The loss of the primary would end the service, or nobody serves already. */
        UNSAFE
    }

    /**
     * What the loss of one node would bring.
     *
     * @param sentence the answer, and why
     */
    public record Loss(NodeId node, boolean safe, String sentence) {

        private static final String SAFE = "Safe to lose %s: ";
        private static final String NOT_SAFE = "NOT SAFE to lose %s: ";

        private static Loss of(NodeId node, boolean safe, String whatComes) {
            return new Loss(node, safe, head(node, safe) + whatComes);
        }

        private static String head(NodeId node, boolean safe) {
            return (safe ? SAFE : NOT_SAFE).formatted(node);
        }

        /** The sentence without its answer. */
        private String whatComes() {
            return sentence.substring(head(node, safe).length());
        }
    }

    /**
     * Who is there.
     *
     * @param holder who is primary by the register, where it serves
     * @param voices every node of the cluster, in the order of the configuration
     * @param majority whether a vote of more than half of these nodes is needed; else it is others
     *     who vote, or two nodes by rules of their own
     */
    public record Census(Optional<NodeId> holder, List<Voice> voices, boolean majority) {
        public Census {
            voices = List.copyOf(voices);
        }

        /** Who has to come back so that one more may go. */
        private List<NodeId> missing() {
            return voices.stream().filter(voice -> !voice.votes()).map(Voice::node).toList();
        }

        private boolean hasMajorityWithout(NodeId lost) {
            long left =
                    voices.stream()
                            .filter(Voice::votes)
                            .filter(voice -> !voice.node().equals(lost))
                            .count();
            return !majority || left * 2 > voices.size();
        }

        /**
         * Whether a majority votes with nobody who answered: then they know what was, not what is.
         */
        private boolean isCutOff() {
            return majority && voices.stream().noneMatch(Voice::votes);
        }

        private List<NodeId> silent() {
            return voices.stream()
                    .filter(voice -> voice.heard().isEmpty())
                    .map(Voice::node)
                    .toList();
        }

        private boolean isSilent(NodeId node) {
            return voices.stream()
                    .anyMatch(voice -> voice.node().equals(node) && voice.heard().isEmpty());
        }
    }

    public static Outlook of(Census census) {
        if (census.voices().stream().allMatch(voice -> voice.heard().isEmpty())) {
            return new Outlook(
                    Level.UNSAFE, "No node answered: nobody can say what is safe.", List.of());
        }
        if (census.holder().isEmpty()) {
            return new Outlook(
                    Level.UNSAFE, "Nobody serves: see what each node says below.", List.of());
        }
        if (census.isCutOff()) {
            return new Outlook(
                    Level.UNSAFE,
                    "No majority votes with any node that answered, so none of them can say who is"
                            + " primary now: "
                            + (census.silent().isEmpty()
                                    ? "see what each says of its arbiter below."
                                    : "type understudy status on %s, or bring them back."
                                            .formatted(or(census.silent()))),
                    List.of());
        }
        NodeId holder = census.holder().get();
        if (census.isSilent(holder)) {
            return new Outlook(
                    Level.UNSAFE,
                    "%s is primary in the register, and its daemon does not answer. If it is lost: %s"
                            .formatted(holder, loss(census, holder, holder).whatComes()),
                    List.of());
        }
        List<Loss> losses = new ArrayList<>();
        losses.add(loss(census, holder, holder));
        census.voices().stream()
                .map(Voice::node)
                .filter(node -> !node.equals(holder) && !census.isSilent(node))
                .forEach(node -> losses.add(loss(census, holder, node)));
        Optional<Loss> bad = losses.stream().filter(loss -> !loss.safe()).findFirst();
        Level level =
                bad.isEmpty()
                        ? Level.SAFE
                        : bad.get().node().equals(holder) ? Level.UNSAFE : Level.WARNING;
        return new Outlook(level, bad.orElse(losses.getFirst()).sentence(), losses);
    }

    private static Loss loss(Census census, NodeId holder, NodeId lost) {
        if (!census.hasMajorityWithout(lost)) {
            return unsafe(
                    lost,
                    "without it too few nodes vote, and nobody may serve: "
                            + (census.missing().isEmpty()
                                    ? "a third node has to vote"
                                    : "bring back " + names(census.missing())));
        }
        return lost.equals(holder) ? ofPrimary(census, lost) : ofOther(census, holder, lost);
    }

    private static Loss ofPrimary(Census census, NodeId lost) {
        Optional<Candidate> first =
                census.voices().stream()
                        .flatMap(voice ->
                                voice
                                        .of(lost)
                                        .filter(one -> one.turn() == Turn.TAKES_OVER)
                                        .map(one -> new Candidate(voice.node(), one))
                                        .stream())
                        .min(Comparator.comparingLong(one -> one.foretold().afterMillis()));
        return first.map(one -> taken(lost, one))
                .orElseGet(() -> unsafe(lost, whyNobody(census, lost)));
    }

    /** Who would take over. */
    private record Candidate(NodeId node, Foretold foretold) {}

    private static Loss taken(NodeId lost, Candidate successor) {
        long lacking = successor.foretold().lackingBytes();
        return Loss.of(
                lost,
                true,
                "%s begins to promote within %s, and %s."
                        .formatted(
                                successor.node(),
                                seconds(successor.foretold().afterMillis()),
                                lacking == 0
                                        ? "nothing is lost"
                                        : "it lacks %d bytes that %s may have acknowledged"
                                                .formatted(lacking, lost)));
    }

    private static String whyNobody(Census census, NodeId lost) {
        String reasons =
                census.voices().stream()
                        .flatMap(voice ->
                                voice
                                        .of(lost)
                                        .map(one -> voice.node() + ": " + unended(one.why()))
                                        .stream())
                        .collect(Collectors.joining("; "));
        List<NodeId> silent = census.silent();
        String unheard = silent.isEmpty() ? "" : names(silent) + " does not answer";
        return "nobody would take over: "
                + (reasons.isEmpty()
                        ? (unheard.isEmpty()
                                ? "no other node says that it would"
                                : unheard + ", start it")
                        : reasons + (unheard.isEmpty() ? "" : "; " + unheard));
    }

    private static Loss ofOther(Census census, NodeId holder, NodeId lost) {
        Optional<Foretold> foretold =
                census.voices().stream()
                        .filter(voice -> voice.node().equals(holder))
                        .flatMap(voice -> voice.of(lost).stream())
                        .findFirst();
        return foretold.map(one ->
                        switch (one.turn()) {
                            case GOES_ON, TAKES_OVER ->
                                    Loss.of(
                                            lost,
                                            true,
                                            "%s goes on%s."
                                                    .formatted(holder, pause(one.afterMillis())));
                            case COMMITS_WAIT, STAYS -> unsafe(lost, unended(one.why()));
                        })
                .orElseGet(() ->
                        Loss.of(lost, true, "%s goes on, and the others vote.".formatted(holder)));
    }

    private static String pause(long after) {
        return after == 0 ? "" : ", and commits wait for %s at most".formatted(seconds(after));
    }

    private static Loss unsafe(NodeId lost, String why) {
        return Loss.of(lost, false, why + ".");
    }

    private static String unended(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String names(List<NodeId> nodes) {
        return nodes.stream().map(NodeId::name).collect(Collectors.joining(", "));
    }

    private static String or(List<NodeId> nodes) {
        return nodes.stream().map(NodeId::name).collect(Collectors.joining(" or "));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
}
