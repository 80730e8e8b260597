package io.understudy.node.overview;

import io.understudy.node.api.Lookout.Form;
import io.understudy.node.api.Wire;

/**
 * An overview as it is shown.
 *
 * @param wire for the forms that programs read
 */
public record Rendering(Wire wire) {

    public String of(Overview overview, Form form) {
        return switch (form) {
            case TEXT -> lines(overview, new Paint(false));
            case COLOURS -> lines(overview, new Paint(true));
            case JSON -> wire.writeIndented(overview) + "\n";
            case LINE -> wire.write(overview) + "\n";
        };
    }

    private static String lines(Overview overview, Paint paint) {
        return String.join("\n", new StatusText(paint).of(overview)) + "\n";
    }
}
