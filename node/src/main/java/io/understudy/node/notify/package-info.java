/** Sends notices to those whom the configuration names, and keeps them until they are there. */
@NullMarked
package io.understudy.node.notify;

import org.jspecify.annotations.NullMarked;
