package io.understudy.node.overview;

/**
 * Colours for a terminal, or none.
 *
 * @param on whether there are any
 */
public record Paint(boolean on) {

    String good(String text) {
        return in("32", text);
    }

    String bad(String text) {
        return in("31", text);
    }

    String notable(String text) {
        return in("33", text);
    }

    String strong(String text) {
        return in("1", text);
    }

    private String in(String colour, String text) {
        return on ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }
}
