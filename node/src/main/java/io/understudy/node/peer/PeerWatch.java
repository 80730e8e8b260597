package io.understudy.node.peer;

import io.understudy.core.model.NodeId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Greets one node until its thread is interrupted, and tells when that changes. */
final class PeerWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final PeerClient client;
    private final NodeId node;
    private final Duration every;
    private final PeerClient.Hearing hearing;
    private boolean told;
    private boolean answers;

    PeerWatch(PeerClient client, NodeId node, Duration every, PeerClient.Hearing hearing) {
        this.client = client;
        this.node = node;
        this.every = every;
        this.hearing = hearing;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                PeerAnswer<String> answer = client.greet(node, DEADLINE);
                if (!Thread.currentThread().isInterrupted()) {
                    tell(answer);
                    Thread.sleep(every);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(PeerAnswer<String> answer) {
        switch (answer) {
            case PeerAnswer.Answered<String>(String text) -> {
                if (changes(true)) {
                    LOG.info("{} answers.", node);
                }
                hearing.heard(node, text);
            }
            case PeerAnswer.Declined<String>(String why) -> silent(why);
            case PeerAnswer.Silent<String>(String why) -> silent(why);
        }
    }

    private void silent(String why) {
        if (changes(false)) {
            LOG.warn("{} does not answer: {}", node, why);
        }
    }

    private boolean changes(boolean now) {
        boolean changed = !told || answers != now;
        told = true;
        answers = now;
        return changed;
    }
}
