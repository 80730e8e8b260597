package io.understudy.node.arbiter;

import io.understudy.core.model.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a member of the ensemble must know.
 *
 * @param cluster the cluster's name, part of the register's path
 * @param self which member this node is
 * @param members all members, the same on every node; an odd number of 3 or more is of use
 * @param storage where and how this member keeps its vote
 * @param tls this node's identity
 */
public record QuorumSettings(
        String cluster, NodeId self, List<Member> members, Storage storage, TlsFiles tls) {

    /** Above any carrier, so that of two equal candidates for leader a witness wins. */
    private static final long FIRST_WITNESS = 101;

    public QuorumSettings {
        members = List.copyOf(members);
        if (cluster.isBlank() || cluster.contains("/")) {
            throw new IllegalArgumentException(
                    "a cluster's name is not blank and has no '/', but was '" + cluster + "'");
        }
        Set<NodeId> names = new HashSet<>();
        for (Member member : members) {
            if (!names.add(member.id())) {
                throw new IllegalArgumentException("two members are named " + member.id());
            }
        }
        if (!names.contains(self)) {
            throw new IllegalArgumentException("this node, " + self + ", is not among the members");
        }
        if (members.size() >= FIRST_WITNESS) {
            throw new IllegalArgumentException(
                    "an ensemble has at most 100 members, not " + members.size());
        }
    }

    /** The member that this node is. */
    Member own() {
        return member(self);
    }

    /** The other members, a witness first: it has the least else to do. */
    List<NodeId> others() {
        return members.stream()
                .filter(member -> !member.id().equals(self))
                .sorted(Comparator.comparing(member -> !member.witness()))
                .map(Member::id)
                .toList();
    }

    private Member member(NodeId id) {
        return members.stream().filter(member -> member.id().equals(id)).findFirst().orElseThrow();
    }

    /**
     * The ensemble's number for each member. It follows from the names alone, so all nodes agree
     * whatever the order of their lists, and the numbers of witnesses are the highest: the ensemble
     * prefers a witness as its leader, and then the loss of the primary's host costs no election.
     */
    List<Numbered> numbered() {
        List<Member> byName = new ArrayList<>(members);
        byName.sort(Comparator.comparing(Member::id));
        List<Numbered> numbered = new ArrayList<>();
        long carrier = 1;
        long witness = FIRST_WITNESS;
        for (Member member : byName) {
            numbered.add(new Numbered(member.witness() ? witness++ : carrier++, member));
        }
        return List.copyOf(numbered);
    }

    record Numbered(long number, Member member) {}

    /**
     * One voter.
     *
     * @param id the node's name
     * @param host a name or an address that the other members reach it by
     * @param ports where it listens
     * @param witness whether it carries no database
     */
    public record Member(NodeId id, String host, Ports ports, boolean witness) {
        public Member {
            if (host.isBlank()) {
                throw new IllegalArgumentException("member " + id + " has no host");
            }
        }
    }

    /**
     * Where a member listens.
     *
     * @param quorum for the followers of a leader
     * @param election for votes
     */
    public record Ports(int quorum, int election) {
        public Ports {
            for (int port : new int[] {quorum, election}) {
                if (port < 1 || port > 65535) {
                    throw new IllegalArgumentException("a port is 1 to 65535, but was " + port);
                }
            }
        }
    }

    /**
     * Where a member keeps what it voted for.
     *
     * @param folder made where it is missing
     * @param founding whether an empty folder is what one expects, because this node never was a
     *     member before. Otherwise an empty folder means that its votes are lost, and it takes part
     *     only after it has copied what the other members have
     */
    public record Storage(Path folder, boolean founding) {}
}
