package io.understudy.cli;

import io.understudy.node.api.Wire;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a command prints what it was asked for: for people or for programs. */
final class OutputOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print it (${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    OutputFormat format() {
        return format;
    }

    /**
     * Prints one of the two.
     *
     * @param text its lines; made only where they are wanted
     */
    void print(CommandLine line, Supplier<List<String>> text, Object json) {
        PrintWriter out = line.getOut();
        switch (format) {
            case TEXT -> text.get().forEach(out::println);
            case JSON -> out.println(new Wire().writeIndented(json));
        }
        out.flush();
    }
}
