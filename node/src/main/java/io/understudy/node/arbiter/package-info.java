/** The arbiter: the register on an ensemble of small servers, one inside each node's daemon. */
@NullMarked
package io.understudy.node.arbiter;

import org.jspecify.annotations.NullMarked;
