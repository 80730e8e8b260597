/** The daemon, put together. */
@NullMarked
package io.understudy.node;

import org.jspecify.annotations.NullMarked;
