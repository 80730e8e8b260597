/** The decision: a pure function, and one policy per question. */
@NullMarked
package io.understudy.core.decision;

import org.jspecify.annotations.NullMarked;
