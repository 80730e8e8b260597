package io.understudy.core.notice;

/** What a notice is about; who receives notices chooses among these. */
public enum NoticeKind {
    /** A node serves in a new epoch. The new primary tells. */
    PRIMARY,
    /** Nobody serves. Whoever sees that tells, under one key. */
    SERVICE,
    /** A standby would have the place by now, and does not take it. That standby tells. */
    REFUSAL,
    /** A node does not see the register. That node tells. */
    REGISTER,
    /** A standby is not in sync. The primary tells. */
    SYNCHRONY,
    /** A standby's log is far behind. The primary tells. */
    LAG,
    /** Files are not carried, or late. */
    FILES,
    /** A node can't follow. That node tells. */
    STANDBY,
    /** The protected server fails. The primary tells. */
    SERVER,
    /** The primary serves without its virtual address. */
    ADDRESS,
    /** Nobody watches over what would serve on a node. */
    GUARD,
    /** A node's certificate is near its end. */
    CERTIFICATE,
    /** A node's disk. */
    DISK,
    /** Nothing moves by itself. The primary tells. */
    PAUSE,
    /** A node has stopped for good. */
    HALT
}
