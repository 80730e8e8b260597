/** The virtual address: who holds it, and how it moves to this host and away. */
@NullMarked
package io.understudy.node.address;

import org.jspecify.annotations.NullMarked;
