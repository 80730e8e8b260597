package io.understudy.node.files;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of files on this node.
 *
 * @param root a folder
 * @param includes patterns of what is carried, relative to the root; empty: all
 * @param excludes patterns of what is not
 */
public record FileSet(String name, Path root, List<String> includes, List<String> excludes) {

    public FileSet {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }

    /** What is carried of the set, by path. */
    Selection selection() {
        return new Selection(matchers(includes), matchers(excludes));
    }

    private static List<PathMatcher> matchers(List<String> globs) {
        List<PathMatcher> matchers = new ArrayList<>();
        for (String glob : globs) {
            matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
            if (glob.startsWith("**/")) {
                // At the top, too, as everybody expects.
                matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob.substring(3)));
            }
        }
        return matchers;
    }

    /** What is carried. A folder that is left out is left out with all that is in it. */
    record Selection(List<PathMatcher> includes, List<PathMatcher> excludes) {

        /**
         * Whether it is carried.
         *
         * @param within whether a folder that it is in was included by itself
         */
        Verdict judge(Path relative, boolean within) {
            if (excludes.stream().anyMatch(glob -> glob.matches(relative))) {
                return Verdict.OUT;
            }
            boolean in =
                    within
                            || includes.isEmpty()
                            || includes.stream().anyMatch(glob -> glob.matches(relative));
            return in ? Verdict.IN : Verdict.ON_THE_WAY;
        }
    }

    enum Verdict {
        IN,
        /** Not carried by itself; what is in it may be. */
        ON_THE_WAY,
        OUT
    }
}
