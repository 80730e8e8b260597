package io.understudy.cli;

import io.understudy.core.model.Request;
import io.understudy.node.config.Quantity;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What all commands that change something have in common. */
final class ChangeOptions {

    @Option(
            names = {"--yes", "-y"},
            description = "Do not ask; for scripts.")
    private boolean yes;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long to watch until it is complete (${DEFAULT-VALUE}).")
    private Duration wait = Duration.ofMinutes(10);

    boolean yes() {
        return yes;
    }

    Duration longest() {
        return wait;
    }

    /** {@code 2h}, {@code 30m}, {@code 10s}. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Quantity.duration(text)
                    .orElseThrow(() ->
                            new CommandLine.TypeConversionException(
                                    "needed a time such as 30s, 10m or 2h, found '" + text + "'"));
        }
    }

    /** A size, or {@code any}. */
    static final class LossConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return text.equals("any")
                    ? Long.valueOf(Request.ANY_LOSS)
                    : new BytesConverter().convert(text);
        }
    }

    /** {@code 3MB}, in bytes. */
    static final class BytesConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Quantity.bytes(text)
                    .orElseThrow(() ->
                            new CommandLine.TypeConversionException(
                                    "needed a size such as 500kB, 3MB or 1GB, found '"
                                            + text
                                            + "'"));
        }
    }
}
