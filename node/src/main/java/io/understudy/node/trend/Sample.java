package io.understudy.node.trend;

import io.understudy.node.api.Measure;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was measured at one time.
 *
 * @param second since 1970, by this host's wall clock
 * @param values what was not measured is not there
 */
record Sample(long second, Map<Measure, Double> values) {

    Sample {
        Map<Measure, Double> copy = new EnumMap<>(Measure.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }
}
