package io.understudy.node;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.SharedRegister;
import io.understudy.node.arbiter.Arbiter;
import io.understudy.node.arbiter.ArbiterUnavailableException;
import io.understudy.node.arbiter.OtherNode;
import io.understudy.node.arbiter.PairArbiter;
import io.understudy.node.arbiter.QuorumArbiter;
import io.understudy.node.arbiter.QuorumSettings;
import io.understudy.node.arbiter.ZooKeeperArbiter;
import io.understudy.node.config.ArbiterConfig;
import io.understudy.node.identity.Identity;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;

/**
 * The arbiter of the configuration.
 *
 * @param shared what it answers to another node, where the nodes themselves share the register
 */
record Arbitration(Arbiter arbiter, SharedRegister shared) {

    static Arbitration of(Translation translation, Identity identity, Epoch seen, PeerClient peers)
            throws ArbiterUnavailableException {
        return switch (translation.config().arbiter()) {
            case ArbiterConfig.Quorum() ->
                    quorum(translation.quorum(seen.equals(Epoch.NONE)), peers);
            case ArbiterConfig.ZooKeeper ensemble ->
                    new Arbitration(
                            ZooKeeperArbiter.start(
                                    translation.ensemble(ensemble, identity.cluster())),
                            SharedRegister.NONE);
            case ArbiterConfig.Operator _ -> pair(translation.pair(seen), peers);
        };
    }

    private static Arbitration quorum(QuorumSettings settings, PeerClient peers)
            throws ArbiterUnavailableException {
        QuorumArbiter arbiter = QuorumArbiter.start(settings, node -> line(peers, node));
        return new Arbitration(
                arbiter,
                (from, body) ->
                        switch (arbiter.answer(body)) {
                            case QuorumArbiter.Reply.Answer(String json) ->
                                    new SharedRegister.Reply.Heard(json);
                            case QuorumArbiter.Reply.Refusal(String why) ->
                                    new SharedRegister.Reply.Refusal(why);
                        });
    }

    static Arbitration pair(PairArbiter.Settings settings, PeerClient peers)
            throws ArbiterUnavailableException {
        NodeId other = settings.pair().otherThan(settings.self());
        PairArbiter arbiter = PairArbiter.open(settings, line(peers, other));
        return new Arbitration(
                arbiter,
                (from, body) ->
                        switch (arbiter.answer(from, body)) {
                            case PairArbiter.Reply.Answer(String json) ->
                                    new SharedRegister.Reply.Heard(json);
                            case PairArbiter.Reply.Refusal(String why) ->
                                    new SharedRegister.Reply.Refusal(why);
                        });
    }

    private static OtherNode line(PeerClient peers, NodeId node) {
        return (json, deadline) -> said(peers.register(node, json, deadline));
    }

    private static OtherNode.Said said(PeerAnswer<String> answer) {
        return switch (answer) {
            case PeerAnswer.Answered<String>(String json) -> new OtherNode.Said.Answered(json);
            case PeerAnswer.Declined<String>(String why) -> new OtherNode.Said.Declined(why);
            case PeerAnswer.Silent<String>(String why) -> new OtherNode.Said.Silent(why);
        };
    }
}
