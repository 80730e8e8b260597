/**
 * The guard: a small process that ends what serves here when the daemon does not answer in time.
 */
@NullMarked
package io.understudy.node.guard;

import org.jspecify.annotations.NullMarked;
