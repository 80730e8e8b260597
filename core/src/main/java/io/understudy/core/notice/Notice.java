package io.understudy.core.notice;

/**
 * Something to tell.
 *
 * @param key of the matter: the same for all that is told of it, by whichever node, so that
 *     receivers can tell a repetition from news
 * @param stage what becomes of the matter
 * @param headline the matter in a few words, without a full stop
 * @param sentence what happened, and whether it serves
 * @param advice what to do; empty where there is nothing to be done
 */
public record Notice(
        String key,
        NoticeKind kind,
        Level level,
        Stage stage,
        String headline,
        String sentence,
        String advice) {

    /** What becomes of a matter. */
    public enum Stage {
        /** It has happened, once. */
        NEWS,
        /** It has begun, and lasts. */
        BEGAN,
        /** It matters more than it did. */
        WORSE,
        /** It has lasted for hours. */
        GOES_ON,
        OVER
    }
}
