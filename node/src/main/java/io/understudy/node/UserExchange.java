package io.understudy.node;

import io.understudy.core.model.NodeId;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import io.understudy.node.users.UserFile;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the page's users from whoever has newer ones, as a node that was away has to. Who has them
 * is heard with the greetings that nodes exchange anyhow.
 */
record UserExchange(UserFile file, PeerClient peers) implements PeerClient.Hearing {

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Pattern GREETING =
            Pattern.compile("\\{\"users\":\"([0-9]{1,18})-([0-9a-f]{1,16})\"}");

    @Override
    public void heard(NodeId node, String answer) {
        Matcher greeting = GREETING.matcher(answer);
        if (greeting.matches()
                && file.users().isOlderThan(Long.parseLong(greeting.group(1)), greeting.group(2))
                && peers.users(node, DEADLINE)
                        instanceof PeerAnswer.Answered<String>(String newer)) {
            file.offer(newer);
        }
    }
}
