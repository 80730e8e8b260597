package io.understudy.core.notice;

/** How much it matters; in this order. */
public enum Level {
    INFO,
    WARNING,
    /** Somebody has to act now. */
    CRITICAL
}
