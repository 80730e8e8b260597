/** Reasons as sentences for an operator. */
@NullMarked
package io.understudy.core.explain;

import org.jspecify.annotations.NullMarked;
