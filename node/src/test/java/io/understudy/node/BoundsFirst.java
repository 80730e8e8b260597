package io.understudy.node;

import io.understudy.node.api.ServerLimits;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Comes before every class of tests: many share a JVM, and a test's own little server may not be
 * the first one that is made, before the daemon's bounds are set.
 */
public final class BoundsFirst implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        ServerLimits.apply();
    }
}
