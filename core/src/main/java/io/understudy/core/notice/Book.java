package io.understudy.core.notice;

import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node has told, and what it watches.
 *
 * @param told the highest epoch whose primary it has told of
 * @param activeSince since when it serves in an epoch that it has not told of
 * @param matters by key
 * @param reads up to when it knows the register
 * @param awaited for each standby: the generation of files that it lacks, and since when
 */
public record Book(
        Epoch told,
        Optional<Moment> activeSince,
        Map<String, Matter> matters,
        Reads reads,
        Map<NodeId, Awaited> awaited) {

    public Book {
        matters = Collections.unmodifiableMap(new TreeMap<>(matters));
        awaited = Collections.unmodifiableMap(new TreeMap<>(awaited));
    }

    /** A generation that a standby lacks. */
    record Awaited(FileGeneration generation, Moment since) {}

    /**
     * What outlives the daemon. Moments of its clock do not.
     *
     * @param open what was told to have begun, and not to be over
     */
    public record Kept(Epoch told, Map<String, Open> open) {
        public static final Kept NOTHING = new Kept(Epoch.NONE, Map.of());

        /**
         * Of a node that has never told anything: who was primary before then is news to nobody.
         *
         * @param state as its daemon begins
         */
        public static Kept first(NodeState state) {
            return new Kept(state.seenEpoch(), Map.of());
        }

        public Kept {
            open = Collections.unmodifiableMap(new TreeMap<>(open));
        }
    }

    /** A matter that was told to have begun. */
    public record Open(NoticeKind kind, NodeId about, Level level, String headline) {}

    /** As a daemon begins, by what an earlier one has kept. */
    public static Book of(Kept kept, Moment at) {
        Map<String, Matter> matters = new TreeMap<>();
        kept.open()
                .forEach((key, open) ->
                        matters.put(
                                key,
                                new Matter(
                                        open.kind(),
                                        open.about(),
                                        open.level(),
                                        open.headline(),
                                        new Matter.Stage.Open(at, Optional.empty()),
                                        List.of())));
        return new Book(kept.told(), Optional.empty(), matters, Reads.NONE, Map.of());
    }

    public Kept kept() {
        Map<String, Open> open = new TreeMap<>();
        matters.forEach((key, matter) -> {
            if (matter.isOpen()) {
                open.put(
                        key,
                        new Open(matter.kind(), matter.about(), matter.level(), matter.headline()));
            }
        });
        return new Kept(told, open);
    }

    boolean isOpen(String key) {
        Matter matter = matters.get(key);
        return matter != null && matter.isOpen();
    }
}
