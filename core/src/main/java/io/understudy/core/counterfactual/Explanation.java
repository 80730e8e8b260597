package io.understudy.core.counterfactual;

import io.understudy.core.decision.Role;
import java.util.List;
import java.util.Optional;

/**
 * Why a node decided as it did.
 *
 * @param was what the node was at before
 * @param role what it was at from then on
 * @param sentence why, for people
 * @param saw what it had just seen, one sentence
 * @param facts what it knew then
 * @param did what it wrote and began, each as what follows "to"
 * @param takeover what it thought of taking over then, where it had a thought of that and did
 *     something else
 * @param turns the smallest changes that would have turned it
 */
public record Explanation(
        Question question,
        Role was,
        Role role,
        String sentence,
        Rule rule,
        String saw,
        List<Fact> facts,
        List<String> did,
        Optional<String> takeover,
        List<Turn> turns) {

    public Explanation {
        facts = List.copyOf(facts);
        did = List.copyOf(did);
        turns = List.copyOf(turns);
    }

    /**
     * One thing that a node knew.
     *
     * @param about one word
     */
    public record Fact(String about, String sentence) {}
}
