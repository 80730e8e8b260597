/** What a node wrote that its cluster does not have: how that is told, and where it is kept. */
@NullMarked
package io.understudy.node.diverged;

import org.jspecify.annotations.NullMarked;
