package io.understudy.core.observation;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How it stands with the files that this node carries for its server. */
public sealed interface FilesState {

    /**
     * As it was seen.
     *
     * @param trouble what keeps the work from going on, while it does; one sentence
     */
    record Seen(Work work, Stock stock, Optional<String> trouble) implements FilesState {}

    /** They can't be carried as they are, and a person must act; {@code why} is one sentence. */
    record Unusable(String why) implements FilesState {}

    /** The look did not succeed, or has not been made yet. */
    record Unknown(String why) implements FilesState {}

    /** What is done with them all the time. */
    sealed interface Work {

        record Resting() implements Work {}

        /**
         * What changes here is given out.
         *
         * @param newest what was given out last; empty before the first
         * @param taken what each standby has put in its place
         */
        record Publishing(
                Epoch epoch, Optional<FileGeneration> newest, Map<NodeId, FileGeneration> taken)
                implements Work {
            public Publishing {
                taken = Collections.unmodifiableMap(new TreeMap<>(taken));
            }
        }

        /** What that node gives out is fetched and put in its place. */
        record Following(NodeId holder, Epoch epoch) implements Work {}
    }

    /**
     * What is here.
     *
     * @param live the latest primacy of this node for which its files were right
     * @param whole the newest generation of another node that is here as a whole
     * @param inPlace whether that is where the server looks for it
     */
    record Stock(Optional<Epoch> live, Optional<FileGeneration> whole, boolean inPlace) {

        public static final Stock NONE = new Stock(Optional.empty(), Optional.empty(), false);

        /** Whether there have ever been files here that a server can be started with. */
        public boolean isEmpty() {
            return live.isEmpty() && whole.isEmpty();
        }

        /** Whether what was last served with here is at least as new as all that was fetched. */
        public boolean ownAreNewest() {
            return live.isPresent()
                    && whole.filter(fetched -> fetched.epoch().isAfter(live.get())).isEmpty();
        }
    }
}
