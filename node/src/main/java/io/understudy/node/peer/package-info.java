/** Asks the other nodes, over mutual TLS. */
@NullMarked
package io.understudy.node.peer;

import org.jspecify.annotations.NullMarked;
