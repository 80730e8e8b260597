package io.understudy.node.config;

import java.util.Locale;

/** Tells a slip of the fingers from another word. */
final class Spelling {

    private Spelling() {}

    /** Whether at most two letters, and less than half of the word, differ. */
    static boolean isNear(String word, String typed) {
        int distance = distance(plain(word), plain(typed));
        return distance <= 2 && distance * 2 < word.length();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
