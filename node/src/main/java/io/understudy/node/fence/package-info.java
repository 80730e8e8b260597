/** The ways to stop a node that do without its daemon, and what proves that they would work. */
@NullMarked
package io.understudy.node.fence;

import org.jspecify.annotations.NullMarked;
