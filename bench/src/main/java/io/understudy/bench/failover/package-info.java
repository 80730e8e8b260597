/** {@code ./dev bench failover}: losses and moves of the primary on hosts of the lab. */
@NullMarked
package io.understudy.bench.failover;

import org.jspecify.annotations.NullMarked;
