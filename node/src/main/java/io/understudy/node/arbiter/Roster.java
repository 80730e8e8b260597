package io.understudy.node.arbiter;

import io.understudy.node.arbiter.ZooKeeperSettings.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which members of an ensemble do not answer, and why: those that are not in use are knocked at now
 * and then, since members fall silent and come back without being asked anything. Thread-safe.
 */
final class Roster implements AutoCloseable {

    private static final String NO_SERVICE =
            "it does not serve (it has no majority, or is too busy)";

    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final Duration ROUND_WHILE_APART = Duration.ofSeconds(1);

    private final List<Member> members;
    private final MemberProbe probe;
    private final Supplier<Optional<Member>> inUse;
    private final Map<Member, String> silent = new ConcurrentHashMap<>();
    private final Thread prober;

    private volatile boolean closed;

    /**
     * Starts to knock.
     *
     * @param inUse who needs no knock
     */
    Roster(List<Member> members, MemberProbe probe, Supplier<Optional<Member>> inUse) {
        this.members = List.copyOf(members);
        this.probe = probe;
        this.inUse = inUse;
        this.prober = Thread.ofVirtual().name("arbiter-probe").unstarted(this::goRound);
        prober.start();
    }

    void answers(Member member) {
        silent.remove(member);
    }

    void doesNotAnswer(Member member) {
        silent.put(member, "no answer");
    }

    /** It lets nobody in, for a reason that a knock may tell. */
    void doesNotServe(Member member) {
        silent.putIfAbsent(member, NO_SERVICE);
    }

    /** In the order of the configuration. */
    List<String> silent() {
        return members.stream().filter(silent::containsKey).map(Member::toString).toList();
    }

    /** Why none of them is of use, one sentence. */
    String whyNobody() {
        return "needed a member of the ensemble that takes this node, found none: "
                + members.stream()
                        .map(member -> member + ": " + silent.getOrDefault(member, NO_SERVICE))
                        .collect(Collectors.joining("; "));
    }

    private void goRound() {
        try {
            while (!closed) {
                for (Member member : members) {
                    if (!inUse.get().equals(Optional.of(member))) {
                        knock(member);
                    }
                }
                Thread.sleep(inUse.get().isPresent() ? ROUND : ROUND_WHILE_APART);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void knock(Member member) {
        Optional<String> trouble = probe.trouble(member);
        if (trouble.isPresent()) {
            silent.put(member, trouble.get());
        } else if (inUse.get().isPresent()) {
            silent.remove(member);
        } else {
            silent.replace(member, NO_SERVICE);
        }
    }

    @Override
    public void close() {
        closed = true;
        prober.interrupt();
    }
}
