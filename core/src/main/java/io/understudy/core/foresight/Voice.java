package io.understudy.core.foresight;

import io.understudy.core.model.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * One node, as far as it was heard of.
 *
 * @param votes whether it is in touch with the other voters; false where it is silent
 * @param heard what it foretells; empty where it did not answer
 */
public record Voice(NodeId node, boolean votes, Optional<List<Foretold>> heard) {

    public Voice {
        heard = heard.map(List::copyOf);
    }

    Optional<Foretold> of(NodeId lost) {
        return heard.flatMap(
                all -> all.stream().filter(one -> one.lost().equals(lost)).findFirst());
    }
}
