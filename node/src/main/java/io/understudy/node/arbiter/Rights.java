package io.understudy.node.arbiter;

import io.understudy.core.model.NodeId;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/**
 * Who may do what with the cluster's znodes: its nodes everything, everybody else at most read.
 *
 * @param own by what the ensemble knows the cluster's nodes
 */
record Rights(Set<Id> own) {

    private static final int CHANGE = Perms.WRITE | Perms.CREATE | Perms.DELETE | Perms.ADMIN;

    Rights {
        own = Set.copyOf(own);
    }

    static Rights ofUser(String user, String password) {
        try {
            return new Rights(
                    Set.of(
                            new Id(
                                    "digest",
                                    DigestAuthenticationProvider.generateDigest(
                                            user + ":" + password))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    static Rights ofCertificate(X509Certificate certificate) {
        return new Rights(Set.of(new Id("x509", name(certificate))));
    }

    /** The certificates of one cluster differ in nothing but the node's name. */
    static Rights ofNodes(X509Certificate own, Set<NodeId> nodes) {
        return new Rights(
                nodes.stream()
                        .map(node ->
                                new Id(
                                        "x509",
                                        name(own).replaceFirst("CN=[^,]+", "CN=" + node.name())))
                        .collect(Collectors.toSet()));
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** For the cluster's own znodes. */
    List<ACL> own(int permissions) {
        return own.stream().map(id -> new ACL(permissions, id)).toList();
    }

    /** For znodes made on the way to them: others may have theirs beside the cluster's. */
    List<ACL> shared() {
        List<ACL> shared = new ArrayList<>(own(Perms.ALL));
        shared.add(new ACL(Perms.READ | Perms.CREATE, Ids.ANYONE_ID_UNSAFE));
        return shared;
    }

    /** What is wrong with a znode of the cluster's, in one sentence; empty where nothing is. */
    Optional<String> trouble(String path, List<ACL> found) {
        List<ACL> strangers =
                found.stream()
                        .filter(acl -> !own.contains(acl.getId()))
                        .filter(acl -> (acl.getPerms() & CHANGE) != 0)
                        .toList();
        if (!strangers.isEmpty()) {
            return Optional.of(
                    ("needed a znode %s that only this cluster's nodes may change, found that %s"
                                    + " may, too; %s")
                            .formatted(path, names(strangers), cure(path)));
        }
        boolean all =
                own.stream()
                        .allMatch(id ->
                                found.stream()
                                        .anyMatch(acl ->
                                                acl.getId().equals(id)
                                                        && acl.getPerms() == Perms.ALL));
        return all
                ? Optional.empty()
                : Optional.of(
                        "needed all rights on the znode %s for %s, found them for %s; %s"
                                .formatted(path, who(), names(found), cure(path)));
    }

    /** What an administrator does to give the cluster its rights, without any secret. */
    private String cure(String path) {
        return own.stream()
                .filter(id -> id.getScheme().equals("digest"))
                .findFirst()
                .map(id ->
                        "type in zkCli.sh, after addauth digest %s:PASSWORD: setAcl -R %s auth::cdrwa"
                                .formatted(user(id), path))
                .orElseGet(() ->
                        "give that znode and those below it ACLs of cdrwa for the scheme x509 and "
                                + own.stream().map(Id::getId).sorted().toList()
                                + " alone");
    }

    /** Without what a password was made into. */
    String who() {
        return own.stream().map(Rights::name).sorted().collect(Collectors.joining(", "));
    }

    private static String names(List<ACL> acls) {
        return acls.stream()
                .map(acl -> name(acl.getId()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String name(Id id) {
        return switch (id.getScheme()) {
            case "world" -> "anybody (world:anyone)";
            case "digest" -> "user " + user(id);
            case "x509" -> "certificate " + id.getId();
            case String scheme -> scheme + ":" + id.getId();
        };
    }

    private static String user(Id digest) {
        return digest.getId().replaceFirst(":.*", "");
    }
}
