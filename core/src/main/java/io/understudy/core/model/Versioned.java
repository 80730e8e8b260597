package io.understudy.core.model;

/** The register's value with the version that a compare-and-set must name. */
public record Versioned(Version version, ClusterState state) {}
