package io.understudy.node.files;

/**
 * What keeps a file from being carried.
 *
 * @param set the name of its set
 * @param path within the set; empty for its root
 * @param why what was found, without an end
 */
public record Problem(String set, String path, String why) {

    /** One line for people: odd bytes of a name must not reach a terminal. */
    @Override
    public String toString() {
        return name(set, path) + ": " + why;
    }

    /** A file's name for people. */
    static String name(String set, String path) {
        String name = path.isEmpty() ? set : set + "/" + path;
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
