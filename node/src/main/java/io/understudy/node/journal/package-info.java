/**
 * What the node keeps on its own disk: the highest epoch, the journal of its decisions, and what
 * happened.
 */
@NullMarked
package io.understudy.node.journal;

import org.jspecify.annotations.NullMarked;
