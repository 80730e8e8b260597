/** The protected server on this node: start, stop and look. */
@NullMarked
package io.understudy.node.server;

import org.jspecify.annotations.NullMarked;
