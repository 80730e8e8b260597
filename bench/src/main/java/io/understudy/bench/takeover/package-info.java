/**
 * {@code ./dev bench takeover}: losses and moves of the primary in a whole cluster on a loopback.
 */
@NullMarked
package io.understudy.bench.takeover;

import org.jspecify.annotations.NullMarked;
