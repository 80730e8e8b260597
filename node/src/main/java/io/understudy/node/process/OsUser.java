package io.understudy.node.process;

/**
 * A user of the host, as the user database knows it.
 *
 * @param home where its files are
 */
record OsUser(String name, long uid, long gid, String home) {

    /** Reads a line of the user database. @throws IllegalArgumentException where it is not one */
    static OsUser parse(String line) {
        String[] fields = line.strip().split(":", -1);
        if (fields.length < 7) {
            throw new IllegalArgumentException("needed a line of the user database, found " + line);
        }
        return new OsUser(
                fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[5]);
    }
}
