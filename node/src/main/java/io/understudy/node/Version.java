package io.understudy.node;

/** The program's version, as it tells people and peers. */
public record Version(String text) {

    public static final Version CURRENT = new Version("0.1.0");
}
