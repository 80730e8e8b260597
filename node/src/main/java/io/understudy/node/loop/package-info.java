/** Where deciding meets acting: one thread that owns the state, and the lanes that act for it. */
@NullMarked
package io.understudy.node.loop;

import org.jspecify.annotations.NullMarked;
