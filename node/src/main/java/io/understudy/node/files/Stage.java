package io.understudy.node.files;

import java.util.Locale;

/** What the time of a generation goes into. */
enum Stage {
    /** From the first change that was told until there were no more of them for a moment. */
    NOTICE,
    SCAN,
    HASH,
    /** Its manifest, until that is on the disk. */
    LIST,
    /** What is here already, and what is not. */
    COMPARE,
    /** Until an answer begins. */
    ORDER,
    /** For bytes that the primary or the way does not give any faster. */
    RECEIVE,
    VERIFY,
    WRITE,
    /** Until the disk has all contents. */
    FLUSH,
    PLACE,
    /** Until the disk has all places. */
    SETTLE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
