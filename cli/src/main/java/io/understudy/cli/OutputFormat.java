package io.understudy.cli;

/** How to print what was asked for. */
enum OutputFormat {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON
}
