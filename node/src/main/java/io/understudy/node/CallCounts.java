package io.understudy.node;

import io.understudy.node.api.CallsReport;
import io.understudy.node.api.CallsReport.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts calls of one kind by how long they took, in memory alone. Any thread may call. */
final class CallCounts {

    private final AtomicLongArray counts = new AtomicLongArray(Latency.BOUNDS.size() + 1);
    private final AtomicLong nanos = new AtomicLong();

    void took(Duration length) {
        nanos.addAndGet(length.toNanos());
        counts.incrementAndGet(place(length));
    }

    private static int place(Duration length) {
        int at = 0;
        for (Duration bound : CallsReport.Latency.BOUNDS) {
            if (length.compareTo(bound) <= 0) {
                return at;
            }
            at++;
        }
        return at;
    }

    Latency report() {
        List<Long> within = new ArrayList<>();
        long sum = 0;
        for (int at = 0; at < counts.length(); at++) {
            sum += counts.get(at);
            within.add(sum);
        }
        return new Latency(within, nanos.get() / 1e9);
    }
}
