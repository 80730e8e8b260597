/** What a node may do, and how that may end. */
@NullMarked
package io.understudy.core.action;

import org.jspecify.annotations.NullMarked;
