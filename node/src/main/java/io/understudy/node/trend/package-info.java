/** The figures of the last day, in a file of fixed size on each node's disk. */
@NullMarked
package io.understudy.node.trend;

import org.jspecify.annotations.NullMarked;
