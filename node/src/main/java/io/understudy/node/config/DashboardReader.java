package io.understudy.node.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads whether there is a page, where, and what it shows to browsers. */
final class DashboardReader {

    /** Of a node, among its ports. */
    static final String PORT = "dashboard";

    private final List<ConfigMistake> mistakes;
    private final Optional<Block> block;
    private final Ports ports;
    private final Optional<DashboardConfig> config;

    DashboardReader(List<ConfigMistake> mistakes, Block file) {
        this.mistakes = mistakes;
        this.block = file.block("dashboard", Section.DASHBOARD);
        this.ports =
                new Ports(
                        Ports.USUAL.api(),
                        Ports.USUAL.quorum(),
                        Ports.USUAL.election(),
                        block.flatMap(found -> found.optional("port", Scalar.PORT))
                                .orElse(Ports.USUAL.dashboard()));
        this.config =
                block.map(found ->
                        new DashboardConfig(
                                own(found),
                                found.optional("gocd-scripts", Scalar.TRUTH).orElse(false)));
    }

    /** Empty where there is no page. */
    Optional<DashboardConfig> config() {
        return config;
    }

    /** What a node listens on that says nothing else. */
    Ports ports() {
        return ports;
    }

    /** A port for a page that there is not would mislead whoever reads it. */
    void checkAgainst(List<ReadNode> nodes) {
        if (block.isEmpty()) {
            nodes.forEach(this::checkNone);
        }
    }

    private void checkNone(ReadNode read) {
        read.block()
                .entry("ports")
                .map(entry -> Block.ofAnyKeys(entry, mistakes))
                .filter(own -> own.has(PORT))
                .ifPresent(own ->
                        mistakes.add(
                                own.placeOf(PORT)
                                        .mistake(
                                                "a dashboard for all nodes beside one node's port,"
                                                        + " such as dashboard: { port: 8155 }",
                                                "none")));
    }

    private static Optional<DashboardConfig.Own> own(Block found) {
        Optional<Path> certificate = found.optional("certificate", Scalar.ABSOLUTE_PATH);
        Optional<Path> key = found.optional("key", Scalar.ABSOLUTE_PATH);
        if (certificate.isPresent() && key.isEmpty()) {
            found.missing("key", "the key of that certificate, as a PEM file");
        }
        if (key.isPresent() && certificate.isEmpty()) {
            found.missing("certificate", "the certificate of that key, as a PEM file");
        }
        return certificate.flatMap(
                shown -> key.map(secret -> new DashboardConfig.Own(shown, secret)));
    }
}
