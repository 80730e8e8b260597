package io.understudy.node.guard;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What the guard is asked, in its own words. */
final class Questions {

    private static final String PLAIN =
            "/._-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Questions() {}

    static String watch(List<GuardSettings.Watched> watched) {
        StringBuilder line = new StringBuilder("watch");
        for (GuardSettings.Watched one : watched) {
            switch (one) {
                case GuardSettings.Watched.Server(Path stateFile) ->
                        line.append(" server ").append(path(stateFile));
                case GuardSettings.Watched.Unit(Path group) ->
                        line.append(" unit ").append(path(group));
                case GuardSettings.Watched.Database(Path data, Path side) ->
                        line.append(" database ").append(path(data)).append(' ').append(path(side));
                case GuardSettings.Watched.Address(String device, String ip) ->
                        line.append(" address ").append(word(device)).append(' ').append(word(ip));
            }
        }
        return line.toString();
    }

    /** A path in one word: every byte that might not be one is written as %XX. */
    private static String path(Path path) {
        return word(path.toString());
    }

    private static String word(String text) {
        StringBuilder word = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(one) >= 0) {
                word.append((char) one);
            } else {
                word.append("%%%02X".formatted(one & 0xff));
            }
        }
        return word.toString();
    }
}
