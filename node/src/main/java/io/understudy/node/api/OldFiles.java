package io.understudy.node.api;

import java.util.Map;

/**
 * A GoCD's files on a node as GoCD's own business continuity compared them.
 *
 * @param files the MD5 in hexadecimal by the old key of each file that is there
 * @param plugins the same by the name of each external plugin's file
 */
public record OldFiles(Map<String, String> files, Map<String, String> plugins) {

    public OldFiles {
        files = Map.copyOf(files);
        plugins = Map.copyOf(plugins);
    }
}
