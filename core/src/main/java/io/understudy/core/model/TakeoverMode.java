package io.understudy.core.model;

/** When a standby may take over. */
public enum TakeoverMode {
    /** After a release, or when the lease has expired. */
    AUTOMATIC,
    /** Only after a release by the holder. */
    GRACEFUL,
    /** Only on a person's word. */
    MANUAL
}
