package io.understudy.node.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A text in the bytes in which it is sent: made once, and sent to many. */
final class Text {

    static final String JSON = "application/json";
    static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final String type;
    private final byte[] bytes;

    private Text(String type, String text) {
        this.type = type;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    static Text json(String json) {
        return new Text(JSON, json);
    }

    static Text of(String type, String text) {
        return new Text(type, text);
    }

    String type() {
        return type;
    }

    int length() {
        return bytes.length;
    }

    /** All of it at once. */
    void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }
}
