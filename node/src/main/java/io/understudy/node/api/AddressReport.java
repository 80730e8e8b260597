package io.understudy.node.api;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.ResourceView;
import io.understudy.core.observation.AddressState;
import java.util.Optional;

/**
 * Where a node's virtual address is.
 *
 * @param state one word: {@code here}, {@code partly}, {@code away}, {@code elsewhere}, {@code
 *     unusable} or {@code unknown}
 * @param sentence what is wrong with it, if anything
 */
public record AddressReport(String state, Optional<String> sentence) {

    /** Empty where the configuration names none. */
    static Optional<AddressReport> of(NodeState state) {
        Optional<String> trouble =
                state.address()
                        .doubt()
                        .or(() -> state.address().failure().map(ResourceView.Failure::why));
        return switch (state.address().state()) {
            case AddressState.None() -> Optional.empty();
            case AddressState.Held() -> Optional.of(new AddressReport("here", trouble));
            case AddressState.Partly(String why) ->
                    Optional.of(new AddressReport("partly", Optional.of(why)));
            case AddressState.NotHeld() -> Optional.of(new AddressReport("away", trouble));
            case AddressState.HeldElsewhere(String who) ->
                    Optional.of(new AddressReport("elsewhere", Optional.of(who)));
            case AddressState.Unusable(String why) ->
                    Optional.of(new AddressReport("unusable", Optional.of(why)));
            case AddressState.Unknown(String why) ->
                    Optional.of(new AddressReport("unknown", Optional.of(why)));
        };
    }
}
