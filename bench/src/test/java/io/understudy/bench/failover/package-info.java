@NullMarked
package io.understudy.bench.failover;

import org.jspecify.annotations.NullMarked;
