package io.understudy.node.api;

import io.understudy.node.api.CallsReport.Latency;
import java.util.ArrayList;
import java.util.List;

/** Families of samples; one without any is left out. For one thread. */
final class Samples {

    private static final String PREFIX = "understudy_";

    private final List<String> labels;
    private final List<String> lines = new ArrayList<>();
    private List<String> head = List.of();
    private String name = "";

    Samples(List<String> labels) {
        this.labels = labels;
    }

    /** What follows are samples of a gauge, which may fall. */
    Samples family(String family, String help) {
        return begin(family, help, "gauge");
    }

    /** What follows are samples of what only rises while the daemon runs. */
    Samples counter(String family, String help) {
        return begin(family, help, "counter");
    }

    /** All of a histogram. */
    void histogram(String family, String help, Latency latency) {
        var _ = begin(family, help, "histogram");
        String whole = name;
        for (int at = 0; at < latency.within().size(); at++) {
            String bound =
                    at < Latency.BOUNDS.size()
                            ? Double.toString(Latency.BOUNDS.get(at).toMillis() / 1000.0)
                            : "+Inf";
            name = whole + "_bucket";
            sample(latency.within().get(at), "le", bound);
        }
        name = whole + "_sum";
        sample(latency.seconds());
        name = whole + "_count";
        sample(latency.count());
    }

    private Samples begin(String family, String help, String type) {
        name = PREFIX + family;
        head = List.of("# HELP " + name + " " + help, "# TYPE " + name + " " + type);
        return this;
    }

    void sample(long value, String... more) {
        add(Long.toString(value), more);
    }

    void sample(double value, String... more) {
        add(Double.toString(value), more);
    }

    private void add(String value, String... more) {
        lines.addAll(head);
        head = List.of();
        List<String> all = new ArrayList<>(labels);
        all.addAll(List.of(more));
        List<String> pairs = new ArrayList<>();
        for (int at = 0; at < all.size(); at += 2) {
            pairs.add(all.get(at) + "=\"" + escaped(all.get(at + 1)) + "\"");
        }
        lines.add(name + "{" + String.join(",", pairs) + "} " + value);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
